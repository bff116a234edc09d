import { startService } from "./service.mjs";

/** A user as ConnectyCube answers one. */
export const ADA = { id: 1001, login: "ada", full_name: "Ada Example", email: null, user_tags: "vip,analyst", is_guest: null };

/** The body of the answer to a token that is worth nothing any more. */
export const SESSION_OVER = { errors: { base: ["Required session does not exist"] } };

/**
 * Starts a service that answers as ConnectyCube does, and holds its tokens: `T1`, `T2` and so on. `service.end()` ends
 * every session; `service.answer` is the test's own wherever a session is alive or none is asked for.
 */
export async function startCube() {
  const service = await startService();
  let tokens = 0;
  let alive = new Set();

  const begin = ({ body }) => {
    const { user, provider } = JSON.parse(body);
    const token = `T${++tokens}`;
    alive.add(token);
    const whose = user || provider ? { user_id: ADA.id, user: { ...ADA, is_guest: user?.guest ? true : null } } : { user_id: null };
    return { status: 201, body: { session: { id: 1, application_id: 21, token, ts: 1704164644, ...whose } } };
  };
  const routes = {
    "POST /cube/session": begin,
    "GET /cube/session": ({ headers }) => ({ body: { session: { id: 1, token: headers["cb-token"], user_id: null } } }),
    "DELETE /cube/session": ({ headers }) => (alive.delete(headers["cb-token"]), {}),
    "DELETE /cube/login": () => ({}),
  };
  const standard = (request) => (routes[route(request)] ?? (() => ({ body: { user: ADA } })))(request);

  return Object.assign(service, {
    cube: `${service.origin}/cube`,

    /** Forgets what was asked and every session, and answers as ConnectyCube does. */
    reset() {
      [tokens, alive, service.requests] = [0, new Set(), []];
      service.own = () => {};
      service.answer = async (request) => {
        const own = await service.own(request);
        const token = request.headers["cb-token"];
        if (own !== undefined) return own;
        return token && !alive.has(token) ? { status: 401, body: SESSION_OVER } : standard(request);
      };
    },

    /** Ends every session. */
    end: () => alive.clear(),

    /** Gives the method, path and token of what was asked, oldest first. */
    asked: () => service.requests.map((request) => [route(request), request.headers["cb-token"]].filter(Boolean).join(" ")),
  });
}

const route = ({ method, path }) => `${method} ${path}`;
