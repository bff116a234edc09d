import ky from "ky";

const { baseUrl, apiKey } = globalThis.config.usercom;
const searchParams = { key: /(?:^|; )__ca__chat=([^;]*)/.exec(document.cookie)?.[1] };
const headers = { Authorization: `Token ${apiKey}` };
const visitor = await ky.get(`${baseUrl}/users/search/`, { searchParams, headers }).json();
globalThis.greet(visitor.name);
