/** The calls of the package, whichever way its wasm came. */
export async function calls(usercom, connectycube, { usercom: { key }, cube, query }) {
  await connectycube.setSession({ token: cube.token });
  return {
    user: () => usercom.users.findByKey(key),
    users: () => firstPage(usercom.users.list()),
    cubeUser: () => connectycube.users.findOne({ id: cube.id }),
    cubeUsers: () => firstPage(connectycube.users.list({ user_tags: cube.tags })),
    cubeQuery: () => firstPage(connectycube.users.list(query.filter, { sort: { desc: query.sort } })),
  };
}

async function firstPage(list) {
  for await (const { users } of list.pages()) return users;
}
