/** One shared text in this page: its words, what is not saved yet, and the line to the server. */
import * as Y from "yjs";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import { HttpLine } from "./http.js";
import { Kept } from "./keeping.js";
import { ofTab } from "./memory.js";
import { SocketLine } from "./socket.js";

const REMOTE = Symbol("from the server");
const FLUSH = 10, KEEP = 300, GRACE = 2500, DOUBT = 1500, BURST = 1000, LEFTOVERS = 800;
const SLOWEST = 10000, REFUSED_FOR = 600000;
/** When sockets are tried again on the slower line, in ms: soon where they passed in this page. */
const SOON = [2000, 10000], PROBES = [60000, 300000, 900000];
const REFUSED = "coopspace-live-http";

export class Live {
  /** `changed()` is called whenever anything that the page shows of this text may have. `keys`:
   *  {person, key} of who writes, whose unsent words stay on the device; none for who reads. */
  constructor({ id, keys, hidden, changed }) {
    this.place = `/live/${id}`;
    this.changed = changed;
    this.doc = new Y.Doc();
    this.text = this.doc.getText("text");
    this.awareness = new Awareness(this.doc);
    if (hidden) this.awareness.setLocalState(null);
    this.pending = [];
    this.bursts = 0;
    this.ready = this.fresh = false;
    this.mayWrite = true;
    this.code = 0;
    this.failures = Date.now() - Number(ofTab.read(REFUSED) ?? 0) < REFUSED_FOR ? 2 : 0;
    this.pauses = [...PROBES];
    this.cut = Date.now();
    this.kept = keys && new Kept(keys, id, this.doc.clientID);
    this.left = Promise.race([this.kept?.left() ?? [], new Promise((go) => setTimeout(go, LEFTOVERS, []))]).catch(() => []);
    this.leftovers = [];
    this.doc.on("update", (update, origin) => origin !== REMOTE && this.#written(update));
    this.awareness.on("update", (_, origin) => origin !== REMOTE && this.#speak());
    this.awareness.on("change", () => this.changed());
    this.connect();
  }

  // What the page asks

  get connected() { return Boolean(this.line?.joined); }
  get http() { return this.connected && this.line.kind === "http"; }
  get settled() { return this.connected && this.line.settled && !this.pending.length; }

  /** saved, saving, offline, signed-out, unsaved (and never will be), reading (may not write) or
   *  opening (nothing to say yet). */
  get state() {
    if (this.code === 4401) return "signed-out";
    if (this.code) return this.pending.length ? "unsaved" : "reading";
    if (this.connected && !this.mayWrite) return "reading";
    if (this.settled) return "saved";
    if (this.connected) return "saving";
    const late = Date.now() - this.cut > GRACE || !navigator.onLine;
    if (late) return "offline";
    return this.ready ? "saving" : "opening";
  }

  /** Open a line, if there is none and none is refused. */
  connect() {
    clearTimeout(this.retry);
    if (this.line || this.code) return;
    const http = this.failures >= 2 && this.failures % 2 === 0;
    this.line = new (http ? HttpLine : SocketLine)(this, this.place);
  }

  /** Nobody looks at this page: somebody else may have its place. `renew` comes back. */
  rest() {
    clearTimeout(this.retry);
    if (this.line) this.#drop();
  }

  /** Start again at once: signed in again, back from sleep, the network is back. */
  renew() {
    this.code = 0;
    this.mayWrite = true;
    this.cut = Date.now();
    if (this.line && !this.connected) this.#drop();
    this.connect();
  }

  /** Ask the server whether anything came; `fresh` says when it has answered. */
  refresh(patience) {
    this.fresh = false;
    if (this.connected) this.line.check(patience);
    else this.renew();
  }

  /** Keep what is unsent now: the page may be about to go. */
  keepNow() {
    clearTimeout(this.keeping);
    this.keeping = null;
    if (!this.pending.length || !this.kept) return null;
    this.hasKept = true;
    return this.kept.keep(Y.mergeUpdates(this.pending));
  }

  /** The page goes away: nothing unsent is forgotten, others need not wait to see it. */
  leave() {
    this.keepNow();
    this.line?.leave?.();
  }

  /** Where I am, what I do; null to appear offline. */
  present(state) { this.awareness.setLocalState(state); }

  /** The others on this text: [{client, user, …what they say of themselves}]. */
  company(person) {
    return [...this.awareness.getStates()].filter(([client, { user }]) =>
      client !== this.doc.clientID && user && user.id !== person).map(([client, state]) => ({ client, ...state }));
  }

  /** The network says that it is gone: the line must prove that it lives. */
  doubt() { if (this.connected) this.line.check(DOUBT); }

  /** It is over for this page: nothing is unsent, nobody hears of it any more. */
  end() {
    this.changed = () => null;
    for (const timer of [this.retry, this.keeping, this.flushing]) clearTimeout(timer);
    this.line?.leave?.();
    this.#drop();
    this.code = 4000;
    this.awareness.destroy();
    this.doc.destroy();
  }

  // What lines tell

  joined() {
    this.fresh = true;
    if (this.ready) this.#settle();
    else this.#begin();
  }

  learn(update) { Y.applyUpdate(this.doc, update, REMOTE); }

  saved(count) {
    this.pending.splice(0, count);
    this.#settle();
  }

  presence(body) { applyAwarenessUpdate(this.awareness, body, REMOTE); }

  readOnly() {
    this.mayWrite = false;
    this.changed();
  }

  /** What I say of myself, newer than all that was said before; null when I appear offline. */
  ownPresence(gone = false) {
    if (this.awareness.getLocalState() === null) return null;
    this.awareness.meta.get(this.doc.clientID).clock += 2;
    return encodeAwarenessUpdate(this.awareness, [this.doc.clientID], gone ? new Map() : undefined);
  }

  ended(code, wait = 0) {
    this.#drop();
    if (code >= 4400 && code < 4500) {
      this.code = code;
      if (code !== 4401) this.mayWrite = false;
      this.keepNow();
    } else {
      this.failures++;
      const pace = Math.min(SLOWEST, 250 * 2 ** Math.min(this.failures, 6)) * (0.5 + Math.random() / 2);
      this.retry = setTimeout(() => this.connect(), Math.max(wait, pace));
    }
    this.changed();
    setTimeout(this.changed, GRACE + 50);
  }

  // Inside

  async #begin() {
    if (this.beginning) return;
    this.beginning = true;
    this.leftovers = await this.left;
    for (const { update } of this.leftovers) Y.applyUpdate(this.doc, update, "kept");
    this.ready = true;
    this.#settle();
  }

  #written(update) {
    this.pending.push(update);
    if (Date.now() - (this.writtenAt ?? 0) > BURST || !this.bursts) this.bursts++;
    this.writtenAt = Date.now();
    this.flushing ??= setTimeout(() => { this.flushing = null; this.line?.flush(); }, FLUSH);
    if (!this.connected) this.keepNow();
    else this.keeping ??= setTimeout(() => this.keepNow(), KEEP);
    this.changed();
  }

  #settle() {
    if (this.connected) this.#steady();
    if (this.settled) this.#allSaved();
    this.changed();
  }

  #steady() {
    this.failures = 0;
    if (!this.http) {
      this.pauses = [...SOON, ...PROBES];
      ofTab.forget(REFUSED);
      return;
    }
    if (this.probing) return;
    if (this.pauses.length <= PROBES.length) ofTab.write(REFUSED, String(Date.now()));
    const pause = this.pauses.length > 1 ? this.pauses.shift() : this.pauses[0];
    this.probing = setTimeout(() => this.#probe(), pause);
  }

  /** Perhaps sockets pass now: one try, when nothing waits. */
  #probe() {
    this.probing = null;
    if (!this.http || !this.settled) return;
    this.#drop();
    this.failures = 1;
    this.connect();
  }

  #allSaved() {
    this.bursts = 0;
    clearTimeout(this.keeping);
    this.keeping = null;
    if (this.hasKept) this.kept.keep(null);
    this.hasKept = false;
    if (!this.ready) return;
    for (const one of this.leftovers.splice(0)) this.kept.drop(one).catch(() => null);
  }

  #speak() {
    if (!this.line?.joined) return;
    this.line.say(encodeAwarenessUpdate(this.awareness, [this.doc.clientID]));
  }

  #drop() {
    clearTimeout(this.probing);
    this.probing = null;
    if (this.connected) this.cut = Date.now();
    this.line?.close();
    this.line = null;
    const others = [...this.awareness.getStates().keys()].filter((one) => one !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, REMOTE);
  }
}
