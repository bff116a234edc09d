// One scenario of ConnectyCube, told twice: through `userkey` and through the official client. Both give the same data.
//
// Each telling is one function without a word from outside, so that a page can run it, too.

/** What the sandbox's inspector does for a scenario. */
export function inspector(sandbox) {
  return async (method, path, body) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(new URL(path, sandbox.inspector), { method, headers, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  };
}

/** Through `userkey`. */
export async function throughUserkey({ ConnectyCube }, { appId, authKey, connectycube }, inspect) {
  const ada = { login: "ada", password: "example-pass-1" };
  const dora = { login: "dora", password: "example-pass-9", full_name: "Dora ", tags: ["vip", "new"] };
  const cube = new ConnectyCube({ appId, authKey, baseUrl: connectycube, renew: () => ada });
  const refused = (call) => call.then(() => "answered", ({ status, body }) => [status, body]);
  const told = {};

  told.signUp = await cube.users.signUp(dora);
  told.signUpTwice = await refused(cube.users.signUp(dora));
  told.application = (await cube.createSession()).user_id;
  told.wrongPassword = await refused(cube.createSession({ ...ada, password: "example-pass-2" }));
  told.login = await cube.login(ada);
  told.session = (await cube.getSession()).user_id;
  await cube.logout();
  told.loggedOut = (await cube.getSession()).user_id;

  for (const [name, filter, options] of [
    ["one", { login: "ada" }],
    ["several", { id: [1002, 1001] }, { sort: { desc: "id" } }],
    ["start", { login: { start_with: "cleo" } }],
    ["odd", { full_name: "O'Brien é&=+/#" }],
    ["tags", { user_tags: ["accountant", "red"], id: { nin: [1001] } }, { limit: 2 }],
    ["time", { login: "ada", created_at: { lt: new Date("2024-01-03T00:00:00Z") } }],
    ["none", { login: "ada", created_at: { gt: new Date("2024-01-03T00:00:00Z") } }],
  ]) {
    told[name] = await cube.users.list(filter, options).toArray();
  }
  told.forbidden = await refused(cube.users.listV1().toArray());
  await inspect("PATCH", "settings", { connectycube: { list_v1: "on" } });
  told.v1 = await cube.users.listV1({ id: { between: [1001, 1003] } }, { sort: { desc: "id" } }).toArray();

  told.found = [
    await cube.users.find(1001),
    await cube.users.findByLogin("ada"),
    await cube.users.findByEmail("ada@example.com"),
    await cube.users.findByFacebookId("2001"),
    await cube.users.findByTwitterId("3001"),
    await cube.users.findByExternalUserId(4001),
    await cube.users.findByLogin("nobody"),
  ];
  told.named = await cube.users.findByFullName("ada example").toArray();
  told.tagged = await cube.users.findByTags(["accountant", "red"]).toArray({ limit: 3 });
  await inspect("PUT", "connectycube/online", { users: [1001, 1002, 1003] });
  told.online = await cube.users.listOnline().toArray();
  told.count = (await cube.users.countOnline()).count;
  await cube.users.resetPassword("ada@example.com");

  await cube.createSession(ada);
  const before = cube.session.token;
  await inspect("POST", "clock", { ms: 7_200_000 });
  told.afterExpiry = await cube.users.list({ login: "ada" }).toArray();
  told.isNewSession = cube.session.token !== before;
  told.updated = await cube.users.update(1001, { full_name: "Ada L.", website: "example.com", tags: ["a", "b"] });
  await cube.users.changePassword(1001, { password: "example-pass-9", old_password: ada.password });
  told.oldPassword = await refused(cube.createSession(ada));
  told.newPassword = (await cube.createSession({ ...ada, password: "example-pass-9" })).user_id;
  await cube.users.delete(1001);
  await cube.createSession();
  told.deleted = await cube.users.find(1001);
  await cube.destroySession();
  cube.close();
  return told;
}

/** Through the official client. */
export async function throughOfficial({ default: ConnectyCube }, { appId, authKey, connectycube }, inspect) {
  const ada = { login: "ada", password: "example-pass-1" };
  const dora = { login: "dora", password: "example-pass-9", full_name: "Dora ", tag_list: ["vip", "new"] };
  const sessionExpired = async (_giveUp, retry) => retry(await ConnectyCube.createSession(ada));
  ConnectyCube.init({ appId, authKey }, { endpoints: { api_url: connectycube }, debug: { mode: 0 }, on: { sessionExpired } });
  ConnectyCube.service.setSession(null);
  const { users } = ConnectyCube;
  const refused = (call) => call.then(() => "answered", ({ code, info }) => [code, info]);
  const bare = ({ items, users }) => (items ?? users).map((item) => item.user ?? item);
  const orNull = (call) => call.then(({ user }) => user, ({ code }) => (code === 404 ? null : code));
  const told = {};

  told.signUp = (await users.signup(dora)).user;
  told.signUpTwice = await refused(users.signup(dora));
  told.application = (await ConnectyCube.createSession()).user_id;
  told.wrongPassword = await refused(ConnectyCube.createSession({ ...ada, password: "example-pass-2" }));
  told.login = await ConnectyCube.login(ada);
  told.session = (await ConnectyCube.getSession()).user_id;
  await ConnectyCube.logout();
  told.loggedOut = (await ConnectyCube.getSession()).user_id;

  for (const [name, query] of [
    ["one", { login: "ada" }],
    ["several", { id: [1002, 1001], sort_desc: "id" }],
    ["start", { login: { start_with: "cleo" } }],
    ["odd", { full_name: "O'Brien é&=+/#" }],
    ["tags", { user_tags: ["accountant", "red"], id: { nin: [1001] }, limit: 2 }],
    ["time", { login: "ada", created_at: { lt: new Date("2024-01-03T00:00:00Z") } }],
    ["none", { login: "ada", created_at: { gt: new Date("2024-01-03T00:00:00Z") } }],
  ]) {
    told[name] = bare(await users.getV2(query));
  }
  told.forbidden = await refused(users.get({ page: 1, per_page: 5 }));
  await inspect("PATCH", "settings", { connectycube: { list_v1: "on" } });
  const filter = { field: "id", param: "between", value: [1001, 1003] };
  told.v1 = bare(await users.get({ filter, order: { sort: "desc", field: "id" } }));

  told.found = [];
  for (const query of [1001, { login: "ada" }, { email: "ada@example.com" }, { facebook_id: "2001" }, { twitter_id: "3001" }, { external: 4001 }]) {
    told.found.push((await users.get(query)).user);
  }
  told.found.push(await orNull(users.get({ login: "nobody" })));
  told.named = bare(await users.get({ full_name: "ada example", page: 1, per_page: 100 }));
  told.tagged = bare(await users.get({ tags: ["accountant", "red"], per_page: 3 }));
  await inspect("PUT", "connectycube/online", { users: [1001, 1002, 1003] });
  told.online = bare(await users.listOnline());
  told.count = (await users.getOnlineCount()).count;
  await users.resetPassword("ada@example.com");

  const { token } = await ConnectyCube.createSession(ada);
  await inspect("POST", "clock", { ms: 7_200_000 });
  told.afterExpiry = bare(await users.getV2({ login: "ada" }));
  told.isNewSession = (await ConnectyCube.getSession()).token !== token;
  told.updated = (await users.update({ full_name: "Ada L.", website: "example.com", tag_list: ["a", "b"] })).user;
  await users.update({ password: "example-pass-9", old_password: ada.password });
  told.oldPassword = await refused(ConnectyCube.createSession(ada));
  told.newPassword = (await ConnectyCube.createSession({ ...ada, password: "example-pass-9" })).user_id;
  await users.delete();
  await ConnectyCube.createSession();
  told.deleted = await orNull(users.get(1001));
  await ConnectyCube.destroySession();
  return told;
}

/** What was told, but for what the clock and chance have made of it. */
export function timeless(told) {
  const chance = ["_id", "created_at", "last_request_at", "updated_at"];
  const known = (name, value) => (chance.includes(name) && value ? typeof value : value);
  return JSON.parse(JSON.stringify(told, known));
}
