/** <button data-copy="id" data-done="Copied" hidden> copies the words of #id: one link, or one line
 *  "name: link" for each [data-copied] inside. Without script the words are selected by one touch. */
import { announce } from "./announce.js";

function words(target) {
  const lines = [...target.querySelectorAll("[data-copied]")];
  if (!lines.length) return target.textContent.trim();
  return lines.map((line) => `${line.dataset.copied} ${line.textContent.trim()}`).join("\n");
}

async function copy(button) {
  const target = document.getElementById(button.dataset.copy);
  const done = await navigator.clipboard?.writeText(words(target)).then(() => true, () => false);
  if (!done) { getSelection().selectAllChildren(target); return; }
  const label = button.querySelector("span");
  const before = label.textContent;
  label.textContent = button.dataset.done;
  announce(button.dataset.done);
  setTimeout(() => { label.textContent = before; }, 2500);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
