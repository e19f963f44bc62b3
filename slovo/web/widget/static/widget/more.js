// The second file: what a visit can do without. It is given to the script of the first that has asked for it.
import { beside } from "./after.js";
import { chooser } from "./choosing.js";
import { fitting } from "./fitting.js";
import { helpRoom } from "./help.js";
import { small } from "./pictures.js";
import { solved } from "./proof.js";
import { callForm, questionForm } from "./ways.js";

const STYLES = `/*styles*/`;
const { shadowRoot } = document.querySelector("slovo-chat");
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);
shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];

document.currentScript.given = { texts: "/*texts*/", beside, chooser, fitting, helpRoom, small, solved, callForm, questionForm };
