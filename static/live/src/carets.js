/** Others' carets and selections over a field that cannot show them: the field's words are laid out
 *  once more, unseen, to know where each letter stands. Nothing of this is read aloud. */
import { found } from "./held.js";

const STILL = 3000, FLAGS = 3;
const LIKE = ["fontFamily", "fontSize", "fontWeight", "fontStyle", "fontStretch", "fontVariationSettings",
  "fontFeatureSettings", "fontOpticalSizing", "letterSpacing", "wordSpacing", "lineHeight", "textIndent",
  "textTransform", "tabSize", "direction", "textAlign", "paddingTop", "paddingBottom", "paddingLeft",
  "paddingRight", "wordBreak", "overflowWrap", "lineBreak", "hyphens", "textWrap"];

const element = (name, className) => Object.assign(document.createElement(name), { className });

/** The words of a textarea or an input, laid out once more under it. */
export class Mirror {
  constructor(field) {
    this.element = field;
    this.like = element("div", "live-like");
  }

  get length() { return this.element.value.length; }

  listen(again) {
    this.element.addEventListener("input", again);
    this.element.addEventListener("scroll", again, { passive: true });
  }

  layOut(over) {
    const { element: field, like } = this;
    if (!like.isConnected) over.prepend(like);
    const style = getComputedStyle(field);
    for (const name of LIKE) like.style[name] = style[name];
    like.style.whiteSpace = field.localName === "input" ? "pre" : "pre-wrap";
    if (field.localName === "input") like.style.lineHeight = `${field.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)}px`;
    over.style.left = `${field.offsetLeft + field.clientLeft}px`;
    over.style.top = `${field.offsetTop + field.clientTop}px`;
    over.style.width = like.style.width = `${field.clientWidth}px`;
    over.style.height = `${field.clientHeight}px`;
    if (this.laid !== field.value) {
      this.laid = field.value;
      like.textContent = `${field.value}\u200b`;
    }
  }

  /** The rectangles of a range of the text, as seen through the field. */
  rects(from, to, over) {
    const range = document.createRange();
    const letters = this.like.firstChild;
    range.setStart(letters, from);
    range.setEnd(letters, to);
    const origin = over.getBoundingClientRect();
    return [...range.getClientRects()].map((r) => ({
      x: r.left - origin.left - this.element.scrollLeft,
      y: r.top - origin.top - this.element.scrollTop,
      w: r.width, h: r.height,
    }));
  }
}

export class Carets {
  /** `surface`: {element, length, listen(again), layOut(over), rects(from, to, over)}: what the
   *  words stand on, and where each of them is on it. */
  constructor(surface, text) {
    this.surface = surface;
    this.text = text;
    this.over = element("div", "live-over");
    this.over.setAttribute("aria-hidden", "true");
    this.drawn = element("div", "live-drawn");
    this.over.append(this.drawn);
    surface.element.after(this.over);
    this.people = [];
    this.moves = new Map();
    const again = () => this.#soon();
    surface.listen(again);
    this.sizes = new ResizeObserver(again);
    this.sizes.observe(surface.element);
  }

  destroy() {
    clearTimeout(this.timer);
    this.sizes.disconnect();
    this.over.remove();
  }

  /** `people`: [{id, name, college, anchor, head}] with relative positions. */
  show(people) {
    this.people = people;
    this.#soon();
  }

  #soon() {
    this.frame ??= requestAnimationFrame(() => { this.frame = null; this.#draw(); });
  }

  #draw() {
    clearTimeout(this.timer);
    const placed = this.people.map((one) => this.#placed(one)).filter(Boolean);
    this.over.hidden = !placed.length;
    if (!placed.length) { this.drawn.replaceChildren(); this.moves.clear(); return; }
    this.surface.layOut(this.over);
    const flagged = this.#flagged(placed);
    this.drawn.replaceChildren(...placed.flatMap((one) => this.#one(one, flagged.has(one.id))));
    if (flagged.size) this.timer = setTimeout(() => this.#soon(), STILL / 3);
  }

  #placed({ id, name, college, anchor, head }) {
    const [from, to] = [anchor, head].map((place) => Math.min(found(this.text, place), this.surface.length));
    return from < 0 || to < 0 ? null : { id, name, college, from, to };
  }

  /** Only those who moved lately carry their name, the latest three. */
  #flagged(placed) {
    const now = Date.now();
    for (const { id, from, to } of placed) {
      const key = `${from} ${to}`;
      if (this.moves.get(id)?.key !== key) this.moves.set(id, { key, at: now });
    }
    const present = new Set(placed.map((one) => one.id));
    for (const id of this.moves.keys()) if (!present.has(id)) this.moves.delete(id);
    const lately = [...this.moves].filter(([, move]) => now - move.at < STILL);
    return new Set(lately.sort(([, a], [, b]) => b.at - a.at).slice(0, FLAGS).map(([id]) => id));
  }

  #one({ name, college, from, to }, flagged) {
    const parts = from === to ? [] : this.surface.rects(Math.min(from, to), Math.max(from, to), this.over)
      .filter((r) => this.#seen(r)).map((r) => this.#box("sel", college, r, true));
    const [at] = this.surface.rects(to, to, this.over);
    const caret = at && this.#seen(at) ? this.#box("caret", college, at) : null;
    if (caret && flagged) {
      const flag = element("span", "");
      flag.textContent = name;
      caret.classList.toggle("below", at.y < at.h * 0.75);
      caret.classList.toggle("flip", at.x > this.surface.element.clientWidth * 0.8);
      caret.append(flag);
    }
    return caret ? [...parts, caret] : parts;
  }

  #seen({ x, y, h }) {
    return y + h / 2 > 0 && y + h / 2 < this.surface.element.clientHeight && x >= -1 && x <= this.surface.element.clientWidth + 1;
  }

  #box(className, college, { x, y, w, h }, wide = false) {
    const box = element("span", className);
    box.dataset.college = college;
    box.style.left = `${x}px`;
    box.style.top = `${y}px`;
    box.style.height = `${h}px`;
    if (wide) box.style.width = `${w}px`;
    return box;
  }
}
