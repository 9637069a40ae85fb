/** While a character is being composed the field is left alone: what it holds is a copy of the
 *  text, and what others write meanwhile comes after. */
import * as Y from "yjs";

export class Held {
  /** `origin` is whose words these are; `late(delta)` puts what came meanwhile into the field. */
  constructor(text, origin, late) {
    Object.assign(this, { shared: text, origin, late, copy: null });
    this.composer = new Y.Doc().clientID;
  }

  /** The Y.Text whose words are those of the field, letter for letter. */
  get text() { return this.copy?.getText("text") ?? this.shared; }

  begin() {
    if (this.copy) return;
    this.copy = new Y.Doc();
    this.copy.clientID = this.composer;
    Y.applyUpdate(this.copy, Y.encodeStateAsUpdate(this.shared.doc));
    this.copy.on("update", (update, origin) => {
      if (origin === this.origin) Y.applyUpdate(this.shared.doc, update, this.origin);
    });
  }

  end() {
    const { copy } = this;
    if (!copy) return;
    const late = Y.encodeStateAsUpdate(this.shared.doc, Y.encodeStateVector(copy));
    copy.getText("text").observe((event) => this.late(event.delta));
    Y.applyUpdate(copy, late);
    this.copy = null;
    copy.destroy();
  }
}

/** The two relative positions of a place in a text, the head last. */
export function said(text, start, end, backward) {
  const [from, to] = [start, end].map((at) =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at, -1)));
  return backward ? { anchor: to, head: from } : { anchor: from, head: to };
}

/** Where a relative position is in a text, or -1: another browser may say anything. */
export function found(text, place) {
  try {
    const asked = Y.createRelativePositionFromJSON(place);
    return Y.createAbsolutePositionFromRelativePosition(asked, text.doc)?.index ?? -1;
  } catch {
    return -1;
  }
}

/** What a person did in this field, to be taken back by them alone. */
export const undoing = (text, origin) =>
  new Y.UndoManager(text, { trackedOrigins: new Set([origin]), captureTimeout: 600 });

/** Whether a key asks to take back ("undo") or to do again ("redo"). */
export function asked(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return "";
  const key = event.key.toLowerCase();
  return key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : "";
}
