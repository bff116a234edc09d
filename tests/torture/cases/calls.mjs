/** The calls that the cases make, on people of the sandbox's seed. */

export const JANE = "g3FaYocCy0U6";
export const JANES_ID = 19678376;

export const read = ["users.findByKey", JANE];
export const write = ["users.update", JANES_ID, { city: "Warsaw" }];
export const create = ["users.create", { email: "new@example.com", first_name: "New", last_name: "User" }];

/** The bounds of what needs no wait: far from every wait that would be wrong, for a machine that has much to do. */
export const atOnce = [0, 6000];

/** The data of a good answer. */
export const jane = { data: { id: JANES_ID } };

/** A fault of each call of `["users.find", "#"]`, by the number of the call. */
export const ofEach = (count, fault) => Array.from({ length: count }, (_, i) => ({ ...fault, match: { path: `/users/${i + 1}/` } }));

/** The same fault for so many requests. */
export const times = (count, fault) => Array(count).fill(fault);
