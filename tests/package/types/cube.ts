/** An application of ConnectyCube in TypeScript: what must compile does, what the service refuses is expected not to. */

import {
  ConnectyCube,
  tagsOf,
  type Call,
  type Credentials,
  type CubeFilter,
  type CubeSession,
  type CubeUser,
  type CubeUserChanges,
  type Listing,
  type SessionRecord,
  type SignUp,
} from "userkey";
import { ConnectyCube as SlimConnectyCube } from "userkey/slim";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

// How a client is made.
const cube = new ConnectyCube({ appId: 21, authKey: "…" });
new ConnectyCube({
  appId: 21,
  authKey: "…",
  baseUrl: "http://127.0.0.1:8080/connectycube",
  maxRetries: 0,
  renew: async () => ({ login: "ada", password: "…" }),
  signer: (text: string) => text,
  timeout: undefined,
});
same<keyof ConnectyCube, keyof SlimConnectyCube>(true);
// @ts-expect-error no key
new ConnectyCube({ appId: 21 });
// @ts-expect-error an id is a number
new ConnectyCube({ appId: "21", authKey: "…" });
// @ts-expect-error its key may be in a page
new ConnectyCube({ appId: 21, authKey: "…", dangerouslyAllowBrowser: true });
// @ts-expect-error the secret has no place here
new ConnectyCube({ appId: 21, authKey: "…", authSecret: "…" });
// @ts-expect-error a renewal needs a password
new ConnectyCube({ appId: 21, authKey: "…", renew: () => ({ login: "ada" }) });

// Sessions.
export async function sessions(): Promise<void> {
  const record: SessionRecord = await cube.createSession();
  const { attempts } = await cube.createSession({ guest: true, full_name: "Guest" }, { timeout: 5 }).withResponse();
  const user: CubeUser = await cube.login({ email: "ada@example.com", password: "…" });
  const nothing: void = await cube.logout();
  await cube.destroySession({ keepalive: true });
  await cube.setSession(JSON.parse("null") as CubeSession | null);
  await cube.setSession({ token: "…" });
  await cube.setSession(record);
  const stop: () => void = cube.onSessionChange((session) => session?.token);
  const holder: "application" | "guest" | "user" | undefined = cube.session?.holder;
  stop();
  cube.close();
  void [attempts, user, nothing, holder];
}
const credentials: Credentials[] = [
  { login: "ada", password: "…" },
  { email: "ada@example.com", password: "…" },
  { login: "ada", email: "ada@example.com", password: "…" },
  { guest: true },
  { provider: "facebook", keys: { token: "…" } },
  { provider: "twitter", keys: { token: "…", secret: "…" } },
  { provider: "firebase_phone", firebase_phone: { project_id: "…", access_token: "…" } },
  { provider: "firebase_email", firebase_email: { project_id: "…", access_token: "…" } },
];
// @ts-expect-error a log-in without a password would be the application's
void cube.createSession({ login: "ada" });
// @ts-expect-error a log-in without a name
void cube.createSession({ password: "…" });
// @ts-expect-error a guest has no password
void cube.createSession({ guest: true, password: "…" });
// @ts-expect-error nobody is no guest
void cube.createSession({ guest: false });
// @ts-expect-error keys of another provider
void cube.createSession({ provider: "facebook", firebase_phone: { project_id: "…", access_token: "…" } });
// @ts-expect-error Twitter has two keys
void cube.createSession({ provider: "twitter", keys: { token: "…" } });
// @ts-expect-error keys in brackets, as the service's own guide prints them
void cube.createSession({ provider: "firebase_phone", "firebase_phone[access_token]": "…" });
// @ts-expect-error the application doesn't log in
void cube.login();
// @ts-expect-error a guest has a session of its own
void cube.login({ guest: true });
// @ts-expect-error a session has a token
void cube.setSession({ user_id: 1 });
// @ts-expect-error the session is the client's
cube.session = null;

// Who is sought.
const filters: CubeFilter[] = [
  { id: 51946 },
  { id: { in: [51946, 51943] }, last_request_at: { gt: "2018-12-06T09:21:41Z" } },
  { user_tags: "guest", created_at: { lt: 1690886495 } },
  { login: "smith1", phone: "6754987345566", user_tags: { nin: ["vip"] }, updated_at: { lte: new Date() } },
  { full_name: { start_with: "hunter" }, id: { nin: [68647] } },
  { email: ["ada@example.com", "bob@example.com"] as const, created_at: undefined },
  { external_id: { eq: "42", nin: ["43"] }, created_at: { in: [new Date()], nin: ["2024-01-02"] } },
];
// @ts-expect-error there is no search for everybody
void cube.users.list({});
// @ts-expect-error nor one that only leaves users out
void cube.users.list({ login: { nin: ["admin19"] } });
// @ts-expect-error nor one by time alone
void cube.users.list({ created_at: { gte: "2019-11-06T09:21:41Z" } });
// @ts-expect-error nor one by nothing
void cube.users.list({ login: undefined });
// @ts-expect-error only times compare
void cube.users.list({ id: { gt: 51946 } });
// @ts-expect-error not even beside a search that finds
void cube.users.list({ login: "ada", id: { gt: 51946 } });
// @ts-expect-error a number has no beginning
void cube.users.list({ id: { eq: 1, start_with: "5194" } });
// @ts-expect-error nor has a time
void cube.users.list({ login: "ada", created_at: { start_with: "2024" } });
// @ts-expect-error an operator of the old list
void cube.users.list({ login: { eq: "ada", ne: "bob" } });
// @ts-expect-error an id is a number
void cube.users.list({ id: "51946" });
// @ts-expect-error a field that can't be searched by
void cube.users.list({ login: "ada", custom_data: "x" });
// @ts-expect-error two orders
void cube.users.list({ login: "ada" }, { sort: { asc: "id", desc: "login" } });
// @ts-expect-error a field that can't be sorted by
void cube.users.list({ login: "ada" }, { sort: { asc: "website" } });
// @ts-expect-error the list counts users, not pages
void cube.users.list({ login: "ada" }, { page: 2 });

// What calls give.
export async function calls(): Promise<void> {
  const { signal } = new AbortController();
  const all: Listing<CubeUser> = cube.users.list(filters[0]!, { sort: { desc: "created_at" }, offset: 5, pageSize: 10, limit: 50, signal });
  for await (const { users, total } of all.pages()) void [users satisfies CubeUser[], total];
  const ada: CubeUser | null = await cube.users.findOne({ login: "ada" }, { sort: { asc: "id" }, signal });
  const found: Call<CubeUser | null>[] = [
    cube.users.find(1),
    cube.users.findByLogin("ada"),
    cube.users.findByEmail("ada@example.com"),
    cube.users.findByPhone("15550100"),
    cube.users.findByFacebookId("2001"),
    cube.users.findByTwitterId("3001"),
    cube.users.findByExternalUserId(4001),
  ];
  const listed: Listing<CubeUser>[] = [
    cube.users.listV1(),
    cube.users.listV1({ id: { between: [1, 9] }, created_at: { gt: "2024-01-02" } }, { sort: { asc: "login" }, page: 2 }),
    cube.users.listOnline({ offset: 10 }),
    cube.users.findByFullName("Ada Lovelace", { page: 2, pageSize: 5 }),
    cube.users.findByTags(["vip"] as const, { limit: 5 }),
  ];
  const { count } = await cube.users.countOnline();
  const tags: string[] = ada ? tagsOf(ada) : [];
  // @ts-expect-error an id is a number
  void cube.users.find("51946");
  // @ts-expect-error a text isn't a number's
  void cube.users.listV1({ id: { in: ["1"] } });
  // @ts-expect-error a range has two ends
  void cube.users.listV1({ id: { between: [1] } });
  // @ts-expect-error the old list knows no seconds
  void cube.users.listV1({ created_at: { gt: 1690886495 } });
  // @ts-expect-error a password is never told
  void ada?.password;
  void [found, listed, count, tags];
}

// What is written.
const newcomer: SignUp = { email: "ada@example.com", password: "…", tags: ["vip"], timezone: 180, custom_data: null };
const changes: CubeUserChanges = { full_name: "Ada", phone: null, tags: [], website: undefined };
void cube.users.signUp(newcomer, { keepalive: true });
void cube.users.update(1, changes);
void cube.users.update(1, { ...changes, password: "…", old_password: "…" });
void cube.users.changePassword(1, { password: "…", old_password: "…" });
void cube.users.delete(1).then((nothing: void) => nothing);
void cube.users.deleteByExternalUserId(4001);
void cube.users.resetPassword("ada@example.com");
// @ts-expect-error a sign-up needs a name
void cube.users.signUp({ password: "…" });
// @ts-expect-error and a password
void cube.users.signUp({ login: "ada" });
// @ts-expect-error a new user has no old password
void cube.users.signUp({ login: "ada", password: "…", old_password: "…" });
// @ts-expect-error a new password needs the old one
void cube.users.update(1, { password: "…" });
// @ts-expect-error tags are written by another name than they are read
void cube.users.update(1, { user_tags: ["vip"] });
// @ts-expect-error tags are a list
void cube.users.update(1, { tags: "vip,analyst" });
// @ts-expect-error a field that the service sets
void cube.users.update(1, { created_at: "2024-01-02T03:04:05Z" });
// @ts-expect-error only a password is changed so
void cube.users.changePassword(1, { password: "…", old_password: "…", phone: "1" });

void [credentials];
