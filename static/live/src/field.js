/** Ties a <textarea> or <input> to a flat Y.Text: one small replacement for each keystroke, and
 *  others' words put in without moving the caret, the selection or what is being read. */
import * as Y from "yjs";
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
    this.replica = null;
    this.composing = false;
    this.composer = new Y.Doc().clientID;
    this.undoing = new Y.UndoManager(text, { trackedOrigins: new Set([this]), captureTimeout: 600 });
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
    const ends = [selectionStart, selectionEnd].map((at) =>
      Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.#held, at, -1)));
    return selectionDirection === "backward" ? { anchor: ends[1], head: ends[0] } : { anchor: ends[0], head: ends[1] };
  }

  /** The Y.Text whose words are those of the field, letter for letter. */
  get #held() { return this.replica?.getText("text") ?? this.text; }

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
    this.#write(this.#held, change);
    this.moved(true);
  }

  #write(text, { at, remove, insert }) {
    text.doc.transact(() => {
      if (remove) text.delete(at, remove);
      if (insert) text.insert(at, insert);
    }, this);
  }

  #keyed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    this.#back(key === "y" || event.shiftKey);
  }

  #undone(event) {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
    event.preventDefault();
    this.#back(event.inputType === "historyRedo");
  }

  /** Only what this person wrote here is taken back. */
  #back(again) {
    if (this.field.readOnly || this.replica) return;
    if (again) this.undoing.redo(); else this.undoing.undo();
  }

  // Composed characters: the field is left alone until they are whole

  #compose() {
    this.composing = true;
    if (this.replica) return;
    this.replica = new Y.Doc();
    this.replica.clientID = this.composer;
    Y.applyUpdate(this.replica, Y.encodeStateAsUpdate(this.text.doc));
    this.replica.on("update", (update, origin) => {
      if (origin === this) Y.applyUpdate(this.text.doc, update, this);
    });
  }

  #composed() {
    this.composing = false;
    this.#typed();
    setTimeout(() => this.#rejoin());
  }

  #rejoin() {
    const { replica } = this;
    if (this.composing || !replica) return;
    this.#typed();
    const late = Y.encodeStateAsUpdate(this.text.doc, Y.encodeStateVector(replica));
    replica.getText("text").observe((event) => this.#apply(event.delta));
    Y.applyUpdate(replica, late);
    this.replica = null;
    replica.destroy();
    this.#settle();
  }

  // What others type, and what is taken back

  #followed(event, origin) {
    if (this.replica) return;
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
