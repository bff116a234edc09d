import { AuthClient } from "@supabase/auth-js";

const { data } = await new AuthClient({ url: "https://example.supabase.co/auth/v1" }).getUser();
globalThis.greet(data.user?.email);
