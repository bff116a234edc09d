import { enableClearing } from "../wire.js";
import { enableDoor, showDoor } from "./door.js";
import { showGreeting } from "./greeting.js";
import { begin, onMember } from "./member.js";
import { enableProfile, showProfile } from "./profile.js";
import { enableSearch, showSearch } from "./search.js";

enableClearing();
enableDoor();
enableProfile();
enableSearch();
for (const show of [showGreeting, showDoor, showProfile, showSearch]) onMember(show);
begin();
