/** A text over a WebSocket. Words are given once the server has said what it knows; they are saved
 *  when it says that they are on its disk. */
import * as Y from "yjs";
import * as frames from "./frames.js";

const OPENING = 5000, SILENCE = 15000, ANSWER = 6000;

export class SocketLine {
  /** `live` is told: joined(), heard(), saved(count), presence(body), readOnly(), ended(code). */
  constructor(live, place) {
    this.live = live;
    this.kind = "socket";
    this.joined = this.proved = this.asked = false;
    this.sent = this.acked = this.given = 0;
    this.marks = [];
    this.socket = new WebSocket(`${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${place}`);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => this.#opened();
    this.socket.onmessage = (event) => this.#received(new Uint8Array(event.data));
    this.socket.onclose = (event) => this.#over(event.code);
    this.timer = setTimeout(() => this.#over(0), OPENING);
  }

  get settled() { return this.joined && this.sent === this.acked; }

  /** Give what was written since the last time. */
  flush() {
    const { pending } = this.live;
    if (!this.asked || pending.length === this.given) return;
    this.#give(frames.UPDATE, Y.mergeUpdates(pending.slice(this.given)));
  }

  say(body) { this.#send(frames.presence(body)); }

  /** Ask for what is missing; the line is dead if nothing comes back in `patience` ms. */
  check(patience = ANSWER) {
    if (!this.proved) return;
    this.#send(frames.sync(frames.STEP1, Y.encodeStateVector(this.live.doc)));
    this.#expect(patience);
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.answer);
    this.live = null;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
  }

  #opened() {
    this.#send(frames.sync(frames.STEP1, Y.encodeStateVector(this.live.doc)));
    const own = this.live.ownPresence();
    if (own) this.say(own);
  }

  #received(bytes) {
    clearTimeout(this.answer);
    this.answer = null;
    if (this.proved) this.#quiet();
    const frame = frames.read(bytes);
    if (frame.kind === frames.ACK) this.#acknowledged(frame.count);
    else if (frame.kind === frames.AWARENESS) this.live.presence(frame.body);
    else if (frame.kind === frames.AUTH) this.live.readOnly();
    else if (frame.kind === frames.SYNC && frame.step === frames.STEP1) this.#tell(frame.body);
    else if (frame.kind === frames.SYNC) this.#learn(frame);
    if (this.sent > this.acked) this.#expect(ANSWER);
  }

  #acknowledged(count) {
    if (!this.proved) {
      this.proved = true;
      this.#quiet();
    }
    this.acked = count;
    let done = 0;
    while (this.marks.length && this.marks[0][0] <= count) done = this.marks.shift()[1];
    if (done) {
      this.given -= done;
      for (const mark of this.marks) mark[1] -= done;
    }
    this.live.saved(done);
  }

  #tell(known) {
    this.asked = true;
    this.#give(frames.STEP2, Y.encodeStateAsUpdate(this.live.doc, known));
  }

  #learn({ step, body }) {
    this.live.learn(body);
    if (step !== frames.STEP2) return;
    this.joined = true;
    this.live.joined();
  }

  #give(step, update) {
    this.sent++;
    this.given = this.live.pending.length;
    this.marks.push([this.sent, this.given]);
    this.#send(frames.sync(step, update));
    this.#expect(ANSWER);
  }

  #send(bytes) { if (this.socket.readyState === WebSocket.OPEN) this.socket.send(bytes); }

  #expect(patience) {
    this.answer ??= setTimeout(() => this.#over(0), patience);
  }

  /** A line that says nothing for long is asked whether it still is one. */
  #quiet() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.#send(frames.query());
      this.#expect(ANSWER);
    }, SILENCE);
  }

  #over(code) {
    const { live } = this;
    if (!live) return;
    this.close();
    live.ended(code);
  }
}
