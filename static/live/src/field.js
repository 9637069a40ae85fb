/** Ties a <textarea> or <input> to a flat Y.Text: one small replacement for each keystroke, and
 *  others' words put in without moving the caret, the selection or what is being read. */
import { Mirror } from "./carets.js";
import { asked, Held, said, undoing } from "./held.js";
import { rebase, splice } from "./splice.js";

/** As many code units as the shared text, so that places are the same in both. */
const shown = (field, words) => words.replace(field.localName === "input" ? /[\r\n]/g : /\r/g,
  field.localName === "input" ? " " : "\n");

export class Field {
  /** `base`: the words that the page came with; what was typed over them before is brought in. */
  constructor(field, text, { base, moved }) {
    this.field = field;
    this.text = text;
    this.moved = moved;
    this.composing = false;
    this.held = new Held(text, this, (delta) => this.#apply(delta));
    this.undoing = undoing(text, this);
    this.surface = new Mirror(field);
    this.#begin(base);
    this.stopping = new AbortController();
    const on = (target, type, act, more = {}) =>
      target.addEventListener(type, act, { signal: this.stopping.signal, ...more });
    on(field, "input", () => this.#typed());
    on(field, "beforeinput", (event) => this.#undone(event));
    on(field, "keydown", (event) => this.#keyed(event));
    on(field, "compositionstart", () => this.#compose());
    on(field, "compositionend", () => this.#composed());
    on(field, "blur", () => { this.undoing.stopCapturing(); this.moved(false); });
    for (const type of ["focus", "select", "keyup", "pointerup"]) on(field, type, () => this.moved(false));
    on(document, "selectionchange", () => document.activeElement === field && this.moved(false));
    this.follow = (event, act) => act.origin !== this && this.#followed(event, act.origin);
    text.observe(this.follow);
  }

  destroy() {
    this.stopping.abort();
    this.text.unobserve(this.follow);
    this.undoing.destroy();
  }

  /** Where the person is: two relative positions, or null when they are elsewhere. */
  get place() {
    if (document.activeElement !== this.field) return null;
    const { selectionStart, selectionEnd, selectionDirection } = this.field;
    return said(this.held.text, selectionStart, selectionEnd, selectionDirection === "backward");
  }

  #begin(base) {
    const { field, text } = this;
    const typed = field.value, caret = field.selectionEnd;
    const brought = rebase(base, typed, shown(field, text.toString()), caret);
    this.shown = typed;
    this.#put(splice(typed, shown(field, text.toString()), 0));
    for (const one of brought) {
      this.#put(one);
      this.#write(text, one);
    }
    this.#settle();
  }

  // What the person types

  #typed() {
    if (this.applying) return;
    const { field } = this;
    const change = splice(this.shown, field.value, field.selectionEnd);
    if (!change) return;
    this.shown = field.value;
    this.#write(this.held.text, change);
    this.moved(true);
  }

  #write(text, { at, remove, insert }) {
    text.doc.transact(() => {
      if (remove) text.delete(at, remove);
      if (insert) text.insert(at, insert);
    }, this);
  }

  #keyed(event) {
    const what = asked(event);
    if (!what) return;
    event.preventDefault();
    this.#back(what === "redo");
  }

  #undone(event) {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
    event.preventDefault();
    this.#back(event.inputType === "historyRedo");
  }

  /** Only what this person wrote here is taken back. */
  #back(again) {
    if (this.field.readOnly || this.held.copy) return;
    if (again) this.undoing.redo(); else this.undoing.undo();
  }

  // Composed characters: the field is left alone until they are whole

  #compose() {
    this.composing = true;
    this.held.begin();
  }

  #composed() {
    this.composing = false;
    this.#typed();
    setTimeout(() => this.#rejoin());
  }

  #rejoin() {
    if (this.composing || !this.held.copy) return;
    this.#typed();
    this.held.end();
    this.#settle();
  }

  // What others type, and what is taken back

  #followed(event, origin) {
    if (this.held.copy) return;
    const own = origin === this.undoing;
    const end = this.#apply(event.delta);
    this.#settle();
    if (own && document.activeElement === this.field) this.field.setSelectionRange(end, end);
    if (own) this.moved(true);
  }

  /** Put a delta into the field; returns where its last change ends. */
  #apply(delta) {
    let at = 0, end = 0;
    for (const { retain, insert, delete: gone } of delta) {
      if (retain) { at += retain; continue; }
      const words = typeof insert === "string" ? shown(this.field, insert) : "";
      this.#put({ at, remove: gone ?? 0, insert: words });
      at += words.length;
      end = at;
    }
    return end;
  }

  #put(change) {
    if (!change) return;
    const { field } = this;
    const { at, remove, insert } = change;
    const { selectionStart, selectionDirection, scrollTop, scrollLeft, scrollHeight } = field;
    const focused = document.activeElement === field;
    field.setRangeText(insert, at, at + remove, "preserve");
    if (focused && selectionDirection === "backward") {
      field.setSelectionRange(field.selectionStart, field.selectionEnd, "backward");
    }
    const above = at + remove <= selectionStart && focused ? field.scrollHeight - scrollHeight : 0;
    field.scrollTop = scrollTop + (scrollHeight > field.clientHeight + 1 ? above : 0);
    field.scrollLeft = scrollLeft;
  }

  /** The field says what the text says, whatever happened; the rest of the page hears of it. */
  #settle() {
    const { field } = this;
    const words = shown(field, this.text.toString());
    if (field.value !== words) this.#put(splice(field.value, words, 0));
    const changed = this.shown !== field.value;
    this.shown = field.value;
    if (!changed) return;
    this.applying = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    this.applying = false;
  }
}
