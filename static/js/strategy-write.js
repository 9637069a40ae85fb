/** The open card, written in its sheet while the canvas stays in sight: "Reword" opens the fields of
 *  its shared texts there. Without this, the same link leads to their page. */

const here = () => document.querySelector("#sheet");
const box = () => here()?.querySelector("[data-write]");
let live = null;

/** Whether somebody writes in the sheet: it must then stay as it is. */
export const writing = () => Boolean(box() && !box().hidden);

export async function write(way) {
  const fields = box(), { liveScript } = document.querySelector(".studio").dataset;
  if (!fields) return location.assign(way.href);
  try {
    live ??= await import(liveScript);
  } catch {
    return location.assign(way.href);
  }
  fields.hidden = false;
  way.hidden = true;
  here().classList.add("is-written");
  live.adopt(fields);
  document.dispatchEvent(new Event("writing"));
  const first = fields.querySelector("textarea");
  first.focus({ preventScroll: true });
  first.setSelectionRange(first.value.length, first.value.length);
  return null;
}

/** The sheet goes; its words still go on their way. */
export function leave() {
  if (!writing()) return;
  live.release(box());
  document.dispatchEvent(new Event("writing"));
}

/** Put everything of `next` in place of `studio` but the sheet that is being written, which is not
 *  even moved: its caret, its selection and what is being composed stay. */
export function around(studio, next) {
  const sheet = here();
  next.querySelector("#sheet")?.remove();
  for (const { name, value } of next.attributes) studio.setAttribute(name, value);
  studio.classList.add("has-choice");
  for (const one of [...studio.children]) if (one !== sheet) one.remove();
  sheet.after(...next.children);
}
