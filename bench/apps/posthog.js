import posthog from "posthog-js";

posthog.init("phc_example", { api_host: "https://eu.i.posthog.com" });
globalThis.greet(posthog.get_distinct_id());
