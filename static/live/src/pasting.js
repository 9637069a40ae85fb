/** What others put on the clipboard becomes words with our formats, as many as there is room for. */
import Clipboard from "quill/modules/clipboard.js";
import Delta from "quill-delta";

const TAG = /<([a-z][a-z0-9]*)\b((?:"[^"]*"|'[^']*'|[^'">])*)>/gi, HREF = /\bhref\s*=\s*(["'])(.*?)\1/i;
const LIGHT = /font-weight:\s*(normal|400)/i;
const HEADINGS = "h1, h3, h4, h5, h6";

/** A heading of any level is ours; its line end may not stand yet. */
function heading(_, delta) {
  const whole = delta.ops.at(-1)?.insert?.endsWith?.("\n") ? delta : delta.concat(new Delta().insert("\n"));
  return whole.compose(new Delta().retain(whole.length(), { header: 2 }));
}

/** The clipboard of a formatted text; its option `room()` says how many characters it may take. */
export const pasting = ({ address, pieces, quoting }) => class Pasted extends Clipboard {
  constructor(quill, options) {
    super(quill, options);
    this.addMatcher(HEADINGS, heading);
  }

  /** Of what elements say only the address of a link is taken, and that something is not bold:
   *  styles and scripts of elsewhere are no formats, and the page's policy refuses them. */
  convertHTML(html) {
    return super.convertHTML(html.replace(TAG, (_, name, said) => {
      const href = /^a$/i.test(name) && HREF.exec(said)?.[2];
      if (/^b$/i.test(name) && LIGHT.test(said)) return "<span>";
      return `<${name}${href ? ` href="${href.replace(/"/g, "%22")}"` : ""}>`;
    }));
  }

  normalizeHTML(page) {
    for (const one of page.querySelectorAll("a")) {
      const href = one.getAttribute("href") ?? "";
      const kept = quoting(href) ? href : /^(https?|mailto):/i.test(href) && address(href);
      if (kept) one.setAttribute("href", kept);
      else one.replaceWith(...one.childNodes);
    }
    super.normalizeHTML(page);
  }

  convert(given, formats) {
    let room = this.options.room();
    const made = new Delta();
    for (const { insert, attributes } of super.convert(given, formats).ops) {
      if (typeof insert !== "string") continue;
      for (const one of pieces(insert.replace(/\r\n?/g, "\n").slice(0, room), attributes)) made.insert(one.words, one.attributes);
      room = Math.max(0, room - insert.length);
    }
    return made;
  }
};
