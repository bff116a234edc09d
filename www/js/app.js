import { enableSaving, showBikes } from "./bikes.js";
import { showGreeting } from "./greeting.js";
import { enableLookup } from "./lookup.js";
import { enableProfile, showProfile } from "./profile.js";
import { enableSwitch, showInSwitch } from "./switch.js";
import { followVisitor, onVisitor } from "./visitor.js";
import { enableClearing } from "./wire.js";

enableClearing();
enableLookup();
enableProfile();
enableSaving();
for (const show of [showGreeting, showProfile, showBikes]) onVisitor(show);
followVisitor();
enableSwitch().then(() => onVisitor(showInSwitch));
