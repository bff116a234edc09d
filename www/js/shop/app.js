import { showGreeting } from "../greeting.js";
import { enableSwitch, showInSwitch } from "../switch.js";
import { followVisitor, onVisitor } from "../visitor.js";
import { enableClearing } from "../wire.js";
import { enableSaving, showBikes } from "./bikes.js";
import { usercom } from "./client.js";
import { showInvitation } from "./hero.js";
import { enableSignIn, showSignIn } from "./sign-in.js";
import { enableStyle, showStyle } from "./style.js";

enableClearing();
enableSaving();
enableStyle();
enableSignIn();
for (const show of [showGreeting, showInvitation, showBikes, showStyle, showSignIn]) onVisitor(show);
followVisitor(usercom);
enableSwitch().then(() => onVisitor(showInSwitch));
