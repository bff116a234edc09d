/** An application in TypeScript: what must compile does, what must not is expected not to. */

import {
  AbortError,
  attributesOf,
  isUserKeyError,
  keyOf,
  NotFoundError,
  tagsOf,
  UserCom,
  type Call,
  type ResponseEvent,
  type UserChanges,
  type UserV1,
  type UserV2,
  type Visitor,
} from "userkey";
import { preload, UserCom as SlimUserCom } from "userkey/slim";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

interface Attributes {
  topic: string;
  newsletter: boolean;
  sizes: string[];
}

// How a client is made.
const relayed = new UserCom<Attributes>({ relay: "/userkey" });
new UserCom({ relay: "/userkey", identity: async () => (Math.random() < 0.5 ? "a.b.c" : null) });
new UserCom({ relay: "/userkey", identity: () => null });
const direct = new UserCom({ subdomain: "acme", apiKey: "…", timeout: undefined, maxRetries: 0 });
const second = new UserCom({ baseUrl: "https://proxy.example/api", apiVersion: 2 });
new UserCom({
  subdomain: "acme",
  onRequest: ({ system, operation, attempt }): unknown => [system === "usercom", operation, attempt],
  onResponse: async ({ status, ms }: ResponseEvent): Promise<unknown> => [status ?? "no answer", ms],
  // @ts-expect-error a repetition has no duration
  onRetry: ({ ms }): unknown => ms,
});
const secondTyped = new UserCom<Attributes, 2>({ subdomain: "acme", apiVersion: 2 });
same<typeof direct, UserCom<Record<string, unknown>, 1>>(true);
same<typeof second, UserCom<Record<string, unknown>, 2>>(true);

// @ts-expect-error no address
new UserCom({});
// @ts-expect-error two addresses
new UserCom({ relay: "/userkey", subdomain: "acme" });
// @ts-expect-error a relay takes no key
new UserCom({ relay: "/userkey", apiKey: "…" });
// @ts-expect-error an identity is for a relay
new UserCom({ subdomain: "acme", identity: () => null });
// @ts-expect-error an identity is a text
new UserCom({ relay: "/userkey", identity: () => 7 });
// @ts-expect-error a misspelt option
new UserCom({ relay: "/userkey", timeOut: 5 });
// @ts-expect-error a version that isn't there
new UserCom({ subdomain: "acme", apiVersion: 3 });
// @ts-expect-error version 2 must be said
new UserCom<Attributes, 2>({ subdomain: "acme" });
// @ts-expect-error version 2 must be typed, too
new UserCom<Attributes>({ subdomain: "acme", apiVersion: 2 });

// What calls give.
same<ReturnType<typeof relayed.visitor>, Call<Visitor<Attributes> | null>>(true);
same<ReturnType<typeof direct.users.findByKey>, Call<UserV1 | null>>(true);
same<ReturnType<typeof secondTyped.users.findByKey>, Call<UserV2<Attributes> | null>>(true);

export async function calls(): Promise<void> {
  const key: string | null = await relayed.visitorKey();
  const visitor = await relayed.visitor({ waitForCookie: 3000 });
  // @ts-expect-error nobody may be there
  visitor.name;
  const name: string | null | undefined = visitor?.name;
  const known: boolean | undefined = visitor?.known;

  const { data, status, headers, attempts, requestId } = await relayed.updateVisitor({ city: "Warsaw" }).withResponse();
  const all: [number | undefined, number, string | null | undefined, number, string | undefined] = [
    data.id,
    status,
    headers?.get("x"),
    attempts,
    requestId,
  ];

  const user = await secondTyped.users.findByKey("k");
  const topic: string | undefined = user?.topic;
  const custom: string | null | undefined = user?.custom_id;
  // @ts-expect-error version 1's name
  user?.user_id;

  const stop: () => void = relayed.onVisitorChange((key: string | null) => void key);
  stop();
  const { action, advice } = await relayed.identify({ city: "Warsaw" });
  const { user: whole } = await direct.identify({}, { userId: "customer-42", email: "a@b.c" });
  void [action satisfies "created" | "merged" | "updated", advice satisfies "reset_widget" | undefined, whole.id];
  relayed.signOut();
  relayed.close();
  void [key, name, known, all, topic, custom];
}

// What may be changed.
const changes: UserChanges<Attributes> = {
  attributes: { topic: "bikes", newsletter: null, sizes: ["s"] },
  custom_id: "a",
  gender: "female",
  region: undefined,
  status: "visitor",
  tags: ["a"] as const,
};
void direct.users.updateByUserId("customer-42", { ...changes, attributes: { anything: 1 } });
void direct.users.update(7, { city: null }, { keepalive: true, headers: { "X-Trace": "t" } });
// @ts-expect-error a misspelt field
void direct.users.update(7, { firstName: "Jane" });
// @ts-expect-error a word that isn't one
void direct.users.update(7, { gender: "f" });
// @ts-expect-error a field that can't be cleared
void direct.users.update(7, { gender: null });
// @ts-expect-error an id is a number
void direct.users.update("7", { city: "Warsaw" });
// @ts-expect-error an attribute of another type
void relayed.updateVisitor({ attributes: { newsletter: "yes" } });
// @ts-expect-error an attribute that isn't there
void relayed.updateVisitor({ attributes: { topics: "bikes" } });
// @ts-expect-error a read is no write
void direct.users.findByKey("k", { keepalive: true });
// @ts-expect-error the cookie belongs to the visitor's calls
void direct.users.findByKey("k", { cookie: "" });

// What a user holds.
export function reads(v1: UserV1<Attributes>, v2: UserV2<Attributes>, visitor: Visitor<Attributes>, loose: UserV1): void {
  const topics: (string | null | undefined)[] = [attributesOf(v1).topic, attributesOf(v2).topic, attributesOf(visitor).topic];
  const newsletter: boolean | null | undefined = attributesOf(v1).newsletter;
  const anything: unknown = attributesOf(loose)["anything"];
  // @ts-expect-error an attribute that isn't there
  attributesOf(v1).topics;
  const keys: (string | null)[] = [keyOf(v1), keyOf(v2), keyOf(visitor)];
  const tags: string[] = [...tagsOf(v1), ...tagsOf(v2), ...tagsOf({ user_tags: "a,b" }), ...tagsOf({ user_tags: null })];
  void [topics, newsletter, anything, keys, tags];
}

// What can go wrong.
export function failed(error: unknown): string {
  if (error instanceof NotFoundError) {
    const code: "no_visitor" | "not_found" = error.code;
    const name: "NotFoundError" = error.name;
    return code + name;
  }
  if (error instanceof AbortError) return String(error.cause);
  if (!isUserKeyError(error)) return "another's";
  // @ts-expect-error a kind that isn't there
  if (error.kind === "notfound") return "";
  switch (error.kind) {
    case "rate_limit":
      return `${error.retryAfterMs ?? 0}`;
    case "validation":
      return Object.keys(error.fieldErrors ?? {}).join();
    case "wasm": {
      const code: "crashed" | "csp" | "load_failed" | "not_loaded" | "unsupported_runtime" = error.code;
      return code;
    }
    default:
      return JSON.stringify(error.toJSON());
  }
}

// Where the wasm comes from.
void preload("/userkey.wasm");
void preload(new Uint8Array(8));
same<keyof UserCom, keyof SlimUserCom>(true);
