/** The same text where WebSockets do not pass: asked for by long poll, given by POST. */
import * as Y from "yjs";
import * as frames from "./frames.js";

const WAIT = 20, ANSWER = 30000, GIVE = 10000, RENEW = 15000, PRESENCE = 400;
const CODES = { 400: 4400, 401: 4401, 403: 4403, 404: 4404, 413: 4413 };

const base64url = (bytes) => btoa(String.fromCharCode(...bytes))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export class HttpLine {
  constructor(live, place) {
    this.live = live;
    this.kind = "http";
    this.place = place;
    this.joined = this.giving = false;
    this.after = -1;
    this.seen = -1;
    this.requests = new Set();
    this.renewing = setInterval(() => this.#present(), RENEW);
    this.#listen();
  }

  get settled() { return this.joined && !this.giving; }

  async flush() {
    if (this.giving || !this.joined || !this.live.pending.length) return;
    this.giving = true;
    const count = this.live.pending.length;
    let answer = await this.#post("updates", Y.mergeUpdates(this.live.pending.slice(0, count)));
    this.giving = false;
    if (!this.live) return;
    if (answer.status === 409) answer = await this.#whole(answer);
    if (!this.live) return;
    if (!answer.ok) { this.#over(CODES[answer.status] ?? 0, answer); return; }
    this.live.saved(count);
    this.flush();
  }

  /** The server has forgotten what these words rest on: it says what it knows, and is given the rest. */
  async #whole(answer) {
    const { sv } = await answer.json().catch(() => ({}));
    if (!sv || !this.live) return answer;
    const known = Uint8Array.from(atob(sv.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    return this.#post("updates", Y.encodeStateAsUpdate(this.live.doc, known));
  }

  /** What I say of myself, the latest of each half second. */
  say(body) {
    this.own = body;
    this.speaking ??= setTimeout(() => { this.speaking = null; this.#present(); }, PRESENCE);
  }

  /** Others see at once that I am gone. */
  leave() {
    const body = this.live.ownPresence(true);
    if (body) fetch(`${this.place}/presence`, { method: "POST", body, keepalive: true }).catch(() => null);
  }

  /** Ask again at once. */
  check() {
    this.hurried = true;
    this.polling?.abort();
  }

  close() {
    clearInterval(this.renewing);
    clearTimeout(this.speaking);
    this.live = null;
    for (const request of this.requests) request.abort();
  }

  async #listen() {
    while (this.live) {
      const answer = await this.#ask();
      if (!this.live) return;
      if (answer.again) continue;
      if (!answer.ok) { this.#over(CODES[answer.status] ?? 0, answer); return; }
      if (answer.status === 200) this.#heard(answer.body);
      if (!this.live) return;
      this.after = answer.seq;
      this.seen = answer.seen;
      if (!answer.mayWrite) this.live.readOnly();
      if (!this.joined) {
        this.joined = true;
        this.live.joined();
        this.#present();
        this.flush();
      } else this.live.joined();
    }
  }

  async #ask() {
    const asked = new URLSearchParams({
      after: this.after,
      sv: base64url(Y.encodeStateVector(this.live.doc)),
      wait: this.joined && !this.hurried ? WAIT : 0,
      presence: this.seen,
    });
    this.hurried = false;
    this.polling = new AbortController();
    try {
      const answer = await this.#fetch(`updates?${asked}`, {}, ANSWER, this.polling);
      const { headers, ok, status } = answer;
      return {
        ok, status, headers,
        body: status === 200 ? new Uint8Array(await answer.arrayBuffer()) : null,
        seq: Number(headers.get("Live-Seq") ?? this.after),
        seen: Number(headers.get("Live-Presence") ?? this.seen),
        mayWrite: headers.get("Live-May-Write") !== "0",
      };
    } catch {
      return { ok: false, again: this.hurried, status: 0 };
    }
  }

  async #fetch(what, more, patience, request = new AbortController()) {
    this.requests.add(request);
    const timer = setTimeout(() => request.abort(), patience);
    try {
      return await fetch(`${this.place}/${what}`, { cache: "no-store", signal: request.signal, ...more });
    } finally {
      clearTimeout(timer);
      this.requests.delete(request);
    }
  }

  #heard(body) {
    for (const frame of frames.readMany(body)) {
      if (frame.kind === frames.SYNC && frame.step !== frames.STEP1) this.live.learn(frame.body);
      else if (frame.kind === frames.AWARENESS) this.live.presence(frame.body);
    }
  }

  async #present() {
    const body = this.live?.ownPresence() ?? this.own;
    this.own = null;
    if (body && this.joined) await this.#post("presence", body);
  }

  async #post(what, body) {
    const headers = { "Content-Type": "application/octet-stream" };
    return this.#fetch(what, { method: "POST", body, headers }, GIVE).catch(() => ({ ok: false, status: 0 }));
  }

  #over(code, answer) {
    const { live } = this;
    if (!live) return;
    this.close();
    live.ended(code, 1000 * Number(answer.headers?.get("Retry-After") ?? 0));
  }
}
