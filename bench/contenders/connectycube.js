/** The official package of ConnectyCube, which has one client for each page. */

import ConnectyCube from "connectycube";

export async function open({ cube, query }) {
  const config = { debug: { mode: 0 }, endpoints: { api_url: cube.baseUrl } };
  ConnectyCube.init({ appId: cube.appId, token: cube.token }, config);
  const find = async (filter) => (await ConnectyCube.users.getV2(filter)).items;
  return {
    cubeUser: async () => (await find({ id: cube.id, limit: 1 }))[0],
    cubeUsers: () => find({ user_tags: { in: cube.tags }, limit: 100 }),
    cubeQuery: () => find({ ...query.filter, sort_desc: query.sort, limit: 100 }),
  };
}
