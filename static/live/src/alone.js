/** A formatted text that one person writes alone: <textarea data-alone="name of a hidden field">,
 *  which holds the words with their formats. It goes with its form, and reaches nobody before. */
import * as Y from "yjs";

const lastEnd = /\n$/;
const plain = (words) => words.replace(/\r\n?/g, "\n");

function begun(kept) {
  const text = new Y.Doc().getText("text");
  try {
    text.applyDelta(JSON.parse(kept.value));
  } catch {
    text.delete(0, text.length);
  }
  return text;
}

/** `richly(address)` fetches what ties formatted words to their page; null leaves the field plain:
 *  the formats of what is not touched then stay. */
export async function alone(control, kit, richly) {
  const { form } = control, kept = form.elements.namedItem(control.dataset.alone);
  const first = plain(control.defaultValue);
  let going = false;
  form.addEventListener("submit", () => { going = true; });
  addEventListener("pageshow", () => { going = false; });
  addEventListener("beforeunload", (event) => {
    if (!going && plain(control.value) !== first) event.preventDefault();
  });
  const Rich = await richly(kit.rich);
  if (!Rich) return;
  const text = begun(kept), base = text.toString().replace(lastEnd, "");
  const keep = () => { kept.value = JSON.stringify(text.toDelta()); };
  text.observe(keep);
  new Rich(control, text, { base, kit, moved: () => null });
  keep();
}
