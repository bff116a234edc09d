import OpenAI from "openai";

const client = new OpenAI({ apiKey: "sk-example", dangerouslyAllowBrowser: true });
const model = await client.models.retrieve("example");
globalThis.greet(model.id);
