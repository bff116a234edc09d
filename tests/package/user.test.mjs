import assert from "node:assert/strict";
import { before, test } from "node:test";
import { makeProject } from "./support/project.mjs";

let attributesOf;
let keyOf;
let tagsOf;

before(async () => {
  ({ attributesOf, keyOf, tagsOf } = await (await makeProject()).import("userkey"));
});

/** The same user in each form in which one may come. */
const FIRST = {
  id: 59,
  key: "k",
  city: "Warsaw",
  tags: [{ id: 1, name: "a" }, { id: 2, name: "b, c" }],
  attributes: [
    { id: 3, name: "Example attr", name_std: "example_attr", value: true },
    { id: 4, name: "Interests", name_std: "interests", value: ["news", "offers"] },
    { id: 5, name: "Empty", name_std: "empty", value: null },
  ],
};
const SECOND = {
  id: 59,
  user_key: "k",
  custom_id: null,
  city: "Warsaw",
  tags: [{ id: 1, name: "a" }, { id: 2, name: "b, c" }],
  example_attr: true,
  interests: ["news", "offers"],
  empty: null,
};

test("attributes are read from a list, from beside the other fields, and from both", () => {
  const attributes = { example_attr: true, interests: ["news", "offers"], empty: null };
  assert.deepEqual(attributesOf(FIRST), attributes);
  assert.deepEqual(attributesOf(SECOND), attributes);
  assert.deepEqual(attributesOf({ ...SECOND, ...FIRST }), attributes);
});

test("no standard field of either version is an attribute", () => {
  const fields = [
    ..."assigned_to browser browser_language chat_id city companies country created_at custom_id email".split(" "),
    ..."facebook_url first_seen gender google_url gravatar_url id key known last_contacted last_ip last_seen".split(" "),
    ..."linkedin_url lists most_active_time name notifications os_type page_views phone_number region".split(" "),
    ..."resolution score status tags timezone twitter_url unsubscribed updated_at user_id user_key".split(" "),
    "web_push_subscription",
  ];
  assert.deepEqual(attributesOf(Object.fromEntries(fields.map((name) => [name, 1]))), {});
});

test("a user without attributes has none", () => {
  for (const user of [{}, { attributes: [] }, { attributes: null }]) assert.deepEqual(attributesOf(user), {});
});

test("an attribute with a name of the language's own is one like any other", () => {
  const user = JSON.parse('{"__proto__":1,"constructor":2,"attributes":[{"name":"toString","name_std":"toString","value":3}]}');
  assert.deepEqual(Object.entries(attributesOf(user)), [["__proto__", 1], ["constructor", 2], ["toString", 3]]);
});

test("the key is read by either name, and may be kept back", () => {
  assert.deepEqual([FIRST, SECOND, {}].map(keyOf), ["k", "k", null]);
});

test("tags are read from objects, texts and a text with commas", () => {
  assert.deepEqual(tagsOf(FIRST), ["a", "b, c"]);
  assert.deepEqual(tagsOf({ user_tags: ["a", "b"] }), ["a", "b"]);
  assert.deepEqual(tagsOf({ user_tags: " a, b ,,c" }), ["a", "b", "c"]);
  for (const user of [{}, { tags: [] }, { user_tags: null }, { user_tags: "" }]) assert.deepEqual(tagsOf(user), []);
});
