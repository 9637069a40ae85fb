/** A formatted text that several people write: Quill's core on the same flat text as plain fields.
 *  Fetched only where formatting is wanted; what it shares with plain fields is handed to it. */
import { Registry } from "parchment";
import Quill from "quill/core/quill.js";
import Block from "quill/blots/block.js";
import Break from "quill/blots/break.js";
import Container from "quill/blots/container.js";
import Cursor from "quill/blots/cursor.js";
import Inline from "quill/blots/inline.js";
import Scroll from "quill/blots/scroll.js";
import TextBlot from "quill/blots/text.js";
import Bold from "quill/formats/bold.js";
import Italic from "quill/formats/italic.js";
import Link from "quill/formats/link.js";
import ListItem, { ListContainer } from "quill/formats/list.js";
import Module from "quill/core/module.js";
import Input from "quill/modules/input.js";
import Keyboard from "quill/modules/keyboard.js";
import UINode from "quill/modules/uiNode.js";
import Delta from "quill-delta";
import { cuts, whole } from "./edits.js";
import { pasting } from "./pasting.js";
import { surfaceOf } from "./surface.js";
import { Tools } from "./toolbar.js";

const SILENT = "silent", USER = "user";
/** Keys of Quill that we do not want: Tab leaves the field, and nothing is formatted by surprise. */
const WITHOUT = ["underline", "indent", "outdent", "outdent backspace", "indent code-block", "outdent code-block",
  "remove tab", "tab", "list autofill", "code exit", "checklist enter", "blockquote empty enter", "header enter",
  "embed left", "embed left shift", "embed right", "embed right shift", "table backspace", "table delete",
  "table enter", "table tab", "table down", "table up"];

/** One level of heading, under the title of the page that it is written in. */
class Heading extends Block {
  static blotName = "header";
  static tagName = "H2";
  static formats() { return 2; }
}

/** Ours undo and no files: Quill asks for modules of these names. */
class None extends Module {
  clear() {}
  upload() {}
}

class Italics extends Italic {
  static tagName = ["EM", "I"];
}

const registry = new Registry();
for (const one of [Scroll, Block, Break, Container, Cursor, Inline, TextBlot, Bold, Italics, Link, Heading, ListContainer, ListItem]) {
  registry.register(one);
}

const at = (text) => text.toString().replace(/\r/g, "\n");

/** `shared`: what the bundle of plain fields lends: {Held, said, found, undoing, asked, rebase, pieces,
 *  inline, block, address, quoting, canonical}. */
export function make(shared) {
  const { Held, said, found, undoing, asked, rebase, pieces, inline, block } = shared;

  Quill.register({
    "modules/clipboard": pasting(shared), "modules/keyboard": Keyboard, "modules/input": Input, "modules/uiNode": UINode,
    "modules/history": None, "modules/uploader": None,
  }, true);

  return class Rich {
    /** `base`: the words that the page came with; what was typed over them before is brought in. */
    constructor(control, text, { base, moved, kit }) {
      Object.assign(this, { control, text, moved, kit });
      this.held = new Held(text, this, (delta) => this.#apply(delta));
      this.undoing = undoing(text, this);
      this.stopping = new AbortController();
      this.box = kit.piece("rich");
      this.tools = new Tools(this.box, this, shared.address);
      this.quill = new Quill(this.box.querySelector("[data-page]"), {
        registry,
        modules: {
          clipboard: { room: () => this.#room() },
          keyboard: { bindings: Object.fromEntries(WITHOUT.map((name) => [name, null])) },
          history: {}, uploader: {},
        },
      });
      this.#name();
      this.#begin(base);
      this.#listen();
      this.surface = surfaceOf(this);
    }

    get root() { return this.quill.root; }

    destroy() {
      this.stopping.abort();
      this.text.unobserve(this.follow);
      this.undoing.destroy();
    }

    /** Nothing is written until it is let go. */
    lock(on) {
      this.quill.enable(!on);
      this.root.setAttribute("aria-readonly", String(on));
      this.tools.lock(on);
    }

    focus() { this.quill.focus(); }

    /** Where the person is: two relative positions, or null when they are elsewhere. */
    get place() {
      const range = this.quill.hasFocus() && this.quill.getSelection();
      if (!range) return null;
      const { text } = this.held, end = Math.min(range.index + range.length, text.length);
      const native = document.getSelection();
      const backward = range.length && native.anchorNode && native.getRangeAt(0).startContainer === native.focusNode
        && native.getRangeAt(0).startOffset === native.focusOffset;
      return said(text, Math.min(range.index, text.length), end, backward);
    }

    /** What a button of the toolbar speaks of: where the caret is, or was. */
    get range() {
      const here = this.quill.hasFocus() && this.quill.getSelection();
      if (here) return here;
      const [from, to] = this.last ? [this.last.anchor, this.last.head].map((one) => found(this.text, one)) : [0, 0];
      if (from < 0 || to < 0) return { index: 0, length: 0 };
      return { index: Math.min(from, to), length: Math.abs(to - from) };
    }

    formats() {
      const { index, length } = this.range;
      return this.quill.getFormat(index, Math.min(length, this.quill.getLength() - index));
    }

    /** Put a format on, or take it off; whoever is in the toolbar stays there if they may. */
    format(name, value) {
      const { range } = this, from = document.activeElement;
      this.undoing.stopCapturing();
      this.quill.setSelection(range.index, range.length, SILENT);
      this.quill.format(name, value, USER);
      if (from !== this.root && this.box.contains(from) && (range.length || ["header", "list"].includes(name))) from.focus();
      this.undoing.stopCapturing();
    }

    /** Make a link of what is selected, of the link under the caret, or of its own address. */
    link({ index, length }, href) {
      this.undoing.stopCapturing();
      const [leaf, offset] = this.quill.getLeaf(index);
      const linked = !length && this.quill.getFormat(index).link;
      if (linked) [index, length] = [index - offset, leaf.length()];
      const shown = href.replace(/^mailto:/, "");
      if (length) this.quill.formatText(index, length, "link", href || false, USER);
      else if (href) this.quill.updateContents(new Delta().retain(index).insert(shown, { link: href }), USER);
      this.quill.setSelection(index + (length || (href && shown.length)), 0, SILENT);
      this.undoing.stopCapturing();
    }

    /** Say the name of what is quoted, in the place of what is selected; a space parts it from
     *  what comes next, which is not quoted. */
    quote({ index, length }, to, name) {
      this.undoing.stopCapturing();
      const made = new Delta().retain(index).delete(length).insert(name, { link: to });
      const next = this.held.text.toString()[index + length];
      if (!next || !/[\s.,;:!?)»]/.test(next)) made.insert(" ");
      if (name.length < this.#room()) this.quill.updateContents(made, USER);
      this.quill.setSelection(index + name.length + 1, 0, SILENT);
      this.undoing.stopCapturing();
    }

    #room() {
      const most = this.control.maxLength > 0 ? this.control.maxLength : Infinity;
      return Math.max(0, most - this.text.length + (this.range.length ?? 0));
    }

    /** The words have the name and the help of the field that they stand for. */
    #name() {
      const { control, root } = this, [label] = control.labels;
      if (label) {
        label.id ||= `${control.id}-label`;
        root.setAttribute("aria-labelledby", label.id);
        label.addEventListener("click", () => this.focus(), { signal: this.stopping.signal });
      }
      root.id = `${control.id}-words`;
      root.setAttribute("role", "textbox");
      root.setAttribute("aria-multiline", "true");
      const help = control.getAttribute("aria-describedby");
      if (help) root.setAttribute("aria-describedby", help);
    }

    #begin(base) {
      const { control, text, quill } = this;
      const caret = control.selectionEnd, focused = document.activeElement === control;
      const brought = rebase(base, control.value, at(text), caret);
      text.doc.transact(() => {
        for (const { at: place, remove, insert } of brought) {
          if (remove) text.delete(place, remove);
          if (insert) text.insert(place, insert);
        }
      }, this);
      control.before(this.box);
      control.hidden = true;
      quill.setContents(this.#shown(), SILENT);
      this.#settle();
      if (focused) quill.setSelection(Math.min(caret, text.length), 0, SILENT);
      this.tools.show();
    }

    #listen() {
      const { quill, root } = this;
      const on = (target, type, act, more = {}) =>
        target.addEventListener(type, act, { signal: this.stopping.signal, ...more });
      quill.on("text-change", (delta, _, source) => source === USER && this.#typed(delta));
      quill.on("editor-change", () => this.tools.show());
      quill.on("selection-change", (range) => range && this.moved(false));
      on(root, "keydown", (event) => this.#keyed(event), { capture: true });
      on(root, "beforeinput", (event) => this.#before(event), { capture: true });
      on(root, "compositionstart", () => { this.composing = true; this.held.begin(); });
      on(root, "compositionend", () => { this.composing = false; setTimeout(() => this.#rejoin()); });
      on(root, "drop", (event) => event.preventDefault());
      on(root, "focus", () => this.moved(false));
      on(root, "blur", () => { this.undoing.stopCapturing(); this.moved(false); });
      on(document, "selectionchange", () => {
        if (document.activeElement !== root) return;
        this.last = this.place ?? this.last;
        this.moved(false);
      });
      this.follow = (event, act) => act.origin !== this && this.#followed(event, act.origin);
      this.text.observe(this.follow);
    }

    // What the person types

    #typed({ ops }) {
      const { text } = this.held;
      text.doc.transact(() => {
        let place = 0, edit = null;
        const write = () => {
          if (edit) place = this.#replace(text, place, edit);
          edit = null;
        };
        for (const { retain, insert, delete: gone, attributes } of ops) {
          if (retain) {
            write();
            if (attributes) this.#mark(text, place, retain, attributes);
            place += retain;
            continue;
          }
          edit ??= { remove: 0, pieces: [] };
          edit.remove += gone ?? 0;
          if (typeof insert === "string") edit.pieces.push(...pieces(insert, attributes));
        }
        write();
      }, this);
      if (!this.held.copy) queueMicrotask(() => !this.held.copy && this.#settle());
      this.moved(true);
    }

    /** Returns the place after what was written. */
    #replace(text, place, { remove, pieces: added }) {
      const from = Math.min(place, text.length), some = Math.min(remove, text.length - from);
      const made = whole(text.toString(), { at: from, remove: some, pieces: added });
      let { at: end } = made;
      if (made.remove) text.delete(end, made.remove);
      for (const one of made.pieces) {
        text.insert(end, one.words, one.attributes);
        end += one.words.length;
      }
      return end - made.over;
    }

    /** Words take their formats, line ends take those of their line. The line end that Quill always
     *  shows last is in no text: it is written when a format has to stand on it. */
    #mark(text, place, length, attributes) {
      const own = inline(attributes), lined = block(attributes), said = text.toString();
      const some = Math.min(length, text.length - place);
      const from = place - cuts(said, place), to = place + some + cuts(said, place + some);
      if (some > 0 && Object.keys(own).length) text.format(from, to - from, own);
      if (!Object.keys(lined).length) return;
      const words = at(text), end = place + some;
      for (let one = words.indexOf("\n", place); one >= 0 && one < end; one = words.indexOf("\n", one + 1)) {
        text.format(one, 1, lined);
      }
      if (place + length > text.length && Object.values(lined).some(Boolean)) text.insert(text.length, "\n", lined);
    }

    #keyed(event) {
      const key = event.key.toLowerCase(), held = event.ctrlKey || event.metaKey;
      const what = asked(event);
      if (what) this.#back(what === "redo");
      else if (held && !event.altKey && key === "k") this.tools.ask();
      else if (event.altKey && key === "f10") this.tools.enter();
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }

    #before(event) {
      const { inputType } = event;
      if (inputType === "historyUndo" || inputType === "historyRedo") this.#back(inputType === "historyRedo");
      else if (!inputType.startsWith("insert") || event.isComposing || this.#room() > 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }

    /** Only what this person wrote or formatted here is taken back. */
    #back(again) {
      if (!this.quill.isEnabled() || this.held.copy) return;
      if (again) this.undoing.redo(); else this.undoing.undo();
    }

    #rejoin() {
      if (this.composing || !this.held.copy) return;
      this.held.end();
      this.#settle();
    }

    // What others type, and what is taken back

    #followed(event, origin) {
      if (this.held.copy) return;
      const own = origin === this.undoing;
      const end = this.#apply(event.delta);
      this.#settle();
      if (own && this.quill.hasFocus()) this.quill.setSelection(end, 0, SILENT);
      if (own) this.moved(true);
    }

    /** Put a delta of the text into the page; returns where its last change ends. */
    #apply(delta) {
      const made = new Delta();
      let place = 0, end = 0;
      for (const { retain, insert, delete: gone, attributes } of delta) {
        if (retain) made.retain(retain, { ...inline(attributes), ...block(attributes) });
        if (gone) made.delete(gone);
        if (typeof insert === "string") for (const one of pieces(insert, attributes)) made.insert(one.words, one.attributes);
        place += retain ?? insert?.length ?? 0;
        if (!retain || attributes) end = place;
      }
      this.#put(made);
      return end;
    }

    /** The caret stays where it is, and so does whoever is elsewhere on the page. */
    #put(delta) {
      if (!delta.ops.length) return;
      if (this.quill.hasFocus()) this.quill.updateContents(delta, SILENT);
      else this.quill.editor.applyDelta(delta);
    }

    /** What Quill shows of the text: with its formats, and the last line end that is always there. */
    #shown() {
      const made = new Delta();
      for (const { insert, attributes } of this.text.toDelta()) {
        for (const one of pieces(insert, attributes)) made.insert(one.words, one.attributes);
      }
      return made.insert("\n");
    }

    /** The page says what the text says, whatever happened; the field behind it holds the words. */
    #settle() {
      this.#put(this.quill.getContents().diff(this.#shown()));
      this.tools.show();
      this.again?.();
      const words = at(this.text);
      if (this.control.value === words) return;
      this.control.value = words;
      this.control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
}
