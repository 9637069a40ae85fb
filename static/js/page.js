/** What every page does, on top of markup that already works without it. */
import "./menus.js";
import "./display.js";
import "./dialogs.js";
import "./words.js";

const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();
