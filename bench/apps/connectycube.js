import ConnectyCube from "connectycube";

const { appId, token, id, baseUrl } = globalThis.config.cube;
ConnectyCube.init({ appId, token }, { debug: { mode: 0 }, endpoints: { api_url: baseUrl } });
const { items } = await ConnectyCube.users.getV2({ id, limit: 1 });
globalThis.greet(items[0]?.full_name);
