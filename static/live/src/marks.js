/** The formatting that a shared text may carry, as the server lets it through
 *  (coopspace/live/formats.py), and how it is shown to who only reads. */
const ADDRESS = /^(?:https?:\/\/|mailto:)[!#-;=?-~]{1,2000}$/;
const QUOTE = /^#[a-z0-9]{8}$/;
const INLINE = {
  bold: (value) => value === true,
  italic: (value) => value === true,
  link: (value) => typeof value === "string" && (ADDRESS.test(value) || quoting(value)),
};
const BLOCK = { header: (value) => value === 2, list: (value) => value === "bullet" || value === "ordered" };
const LISTS = { bullet: "ul", ordered: "ol" };
const LOOSE = / (?=[:;!?»%€])|(?<=«) /g, NBSP = "\u00a0";
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f]/g;

/** Whether a link quotes something of its own page. */
export const quoting = (link) => QUOTE.test(link);

/** As the server shows words: canonical, punctuation held to its word. */
export const canonical = (words) => words.normalize("NFC").replace(CONTROLS, "");
export const held = (words) => words.replace(LOOSE, NBSP);

function only(rules, attributes) {
  return Object.fromEntries(Object.entries(attributes ?? {}).filter(([name, value]) =>
    value === null ? name in rules : rules[name]?.(value)));
}

export const inline = (attributes) => only(INLINE, attributes);

/** A line is one thing: a list's, even where somebody else made it a heading at the same moment. */
export function block(attributes) {
  const { header, ...found } = only(BLOCK, attributes);
  return header === undefined || (header && found.list) ? found : { header, ...found };
}

/** The pieces of words, line ends apart: block formats stand on these, the others on words. */
export function* pieces(words, attributes) {
  for (const piece of words.replace(/\r/g, "\n").split(/(\n)/)) {
    if (piece) yield { words: piece, attributes: piece === "\n" ? block(attributes) : inline(attributes) };
  }
}

/** A link as somebody typed it made into one that is allowed, or "". */
export function address(typed) {
  const words = typed.trim();
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(words) ? words : /^[^\s@/]+@[^\s@/]+$/.test(words) ? `mailto:${words}` : `https://${words}`;
  const found = words && URL.canParse(whole) ? new URL(whole).href : "";
  return ADDRESS.test(found) ? found : "";
}

/** The lines of a text: [{header, list, pieces}]. */
function lines(delta) {
  const made = [];
  let line = [];
  for (const { insert, attributes } of delta) {
    for (const { words, attributes: its } of pieces(String(insert), attributes)) {
      if (words !== "\n") line.push({ words: canonical(words), ...its });
      else { made.push({ ...its, pieces: line }); line = []; }
    }
  }
  made.push({ pieces: line });
  return made;
}

function words({ words: said, bold, italic, link: to }, quotes) {
  const quote = quoting(to), link = quote && !quotes ? "" : to;
  let node = document.createTextNode(said);
  for (const [name, wanted] of [["em", italic], ["strong", bold], ["a", link]]) {
    if (!wanted) continue;
    const around = document.createElement(name);
    around.append(node);
    node = around;
  }
  if (link) Object.assign(node, quote ? { className: "quote", href: link } : { href: link, rel: "noopener noreferrer nofollow" });
  return node;
}

/** A formatted text as elements: the same that the server writes (templates/_ui/rich_text.html).
 *  `quotes`: what it quotes stands on the page. */
export function drawn(delta, quotes = false) {
  const all = document.createElement("div");
  let open = null;
  for (const { header, list, pieces: parts } of lines(delta)) {
    const blank = !parts.some(({ words: said }) => said.trim());
    const name = header ? "h3" : list ? LISTS[list] : "p";
    if (blank) { if (name === "p" || header) open = null; continue; }
    if (open?.localName !== name || header) all.append(open = document.createElement(name));
    else if (name === "p") open.append(document.createElement("br"));
    const into = list ? open.appendChild(document.createElement("li")) : open;
    into.append(...parts.map((one) => words(one, quotes)));
  }
  all.normalize();
  const walk = document.createTreeWalker(all, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) walk.currentNode.data = held(walk.currentNode.data);
  return all;
}
