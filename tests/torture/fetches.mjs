/** What an application may pass as `fetch` without knowing better. */

const TEN_MEGABYTES = "x".repeat(10_000_000);

const answer = (members) => async () => ({ status: 200, headers: new Headers(), text: async () => '{"id":1}', ...members });

export const FETCHES = {
  "throws a text": () => {
    throw "no network today";
  },
  "rejects with nothing": () => Promise.reject(),
  "rejects with an object": () => Promise.reject({ reason: "gone" }),
  "answers nothing": async () => {},
  "answers a text": async () => '{"id":1}',
  "answers data": async () => ({ id: 1 }),
  "answers at once": () => new Response('{"id":1}'),
  "answers a look-alike": answer({}),
  "answers a status that is no number": answer({ status: "200" }),
  "answers a body that isn't text": answer({ text: async () => ({ id: 1 }) }),
  "answers a body that breaks off": answer({ text: () => Promise.reject("broken off") }),
  "answers a body that throws": answer({
    text: () => {
      throw "used up";
    },
  }),
  "answers a body that never ends": answer({ text: () => new Promise(() => {}) }),
  "answers headers that throw": answer({
    headers: {
      get: () => {
        throw new TypeError("not today");
      },
    },
  }),
  "answers 10 MB of data": async () => Response.json({ id: 1, note: TEN_MEGABYTES }),
  "answers 10 MB of an error": async () => new Response(TEN_MEGABYTES, { status: 400 }),
  "never answers, whatever the signal says": () => new Promise(() => {}),
};
