/** What the parts are called, and what a reader has to know of each. */
export const WORDS = {
  calls: {
    heading: "One call",
    text: "One user is asked for, again and again, one call after the other. With `fetch` stubbed the answer is there at once, and what is left is the cost of the client itself: its checks, its timer, its right to be aborted. Against the sandbox the same calls go over the network of the machine. A round is taken in twenty bursts, of which the median counts.",
  },
  page: {
    heading: "A page of 100 users",
    text: "The text of an answer never enters the WebAssembly: `JSON.parse` makes the data, as it would without a library.",
  },
  query: {
    heading: "Writing a query",
    text: "A search with a condition of each kind. `fetch().json()` has the query written already.",
  },
  cold: {
    heading: "Cold start",
    text: "From navigation until the visitor's name stands in the page, each time in a process of its own. With a warm cache the page was visited before; a cold one is emptied before each visit. The server is on the same machine, so what a download takes is for the sizes below to tell.",
  },
  memory: {
    heading: "Memory",
    text: "A page of its own for each, looked at when all that is made once has been made, and again after the calls; garbage is collected before each look.",
  },
  sizes: {
    heading: "Size",
    text: "The same small app, which greets whoever is there, written with each package and bundled by esbuild. The packages do different things: the figures say what a page pays, not what it gets.",
  },
};
