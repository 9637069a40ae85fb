/** One live field of the page: its text, its carets, and what its person must be told. */
import { Carets } from "./carets.js";
import { Faces } from "./faces.js";
import { Field } from "./field.js";
import { Live } from "./live.js";
import { Notice, copy } from "./notice.js";

const SIGNED_OUT = 4401;
const WRITING = 2500, PRESENT = 150, CATCH_UP = 4000, ALIVE = 3000;
const ENDED = {
  [SIGNED_OUT]: ["signed-out", ["enter", "copy"]],
  4403: ["may-not", ["copy"]],
  4404: ["may-not", ["copy"]],
  4413: ["too-long", ["copy"]],
};
const BROKEN = ["broken", ["copy", "reload"]];
const plain = (words) => words.replace(/\r\n?/g, "\n");

export class LiveField {
  /** `page`: {hidden, enter(), changed(), leads(field)} of the whole page. */
  constructor(control, kit, page) {
    this.control = control;
    this.kit = kit;
    this.page = page;
    this.base = plain(control.defaultValue);
    this.writingUntil = 0;
    const label = control.labels?.[0]?.cloneNode(true);
    label?.querySelector(".optional")?.remove();
    this.label = label?.textContent.trim() ?? "";
    this.notice = new Notice(kit, control, {
      copy: async (button) => { if (await copy(control)) button.textContent = kit.say("copied"); },
      enter: () => page.enter(this),
      resume: () => this.#rise(),
      reload: () => location.reload(),
    });
    control.addEventListener("compositionstart", () => { this.composing = true; });
    control.addEventListener("compositionend", () => {
      this.composing = false;
      setTimeout(() => this.#changed());
    });
    this.live = new Live({
      id: control.dataset.live, keys: kit, hidden: page.hidden, changed: () => this.#changed(),
    });
    this.faces = new Faces(kit, control.closest(".field") ?? control.parentElement);
  }

  /** Words typed before the text was known are only in the field. */
  get loose() { return !this.bound && plain(this.control.value) !== this.base; }

  get unsaved() { return this.loose || this.live.pending.length > 0; }

  /** Whether what is in the field reaches others by itself. */
  get writes() { return Boolean(this.bound) && this.live.mayWrite; }

  /** After a sleep, keys are taken once the text is what everybody reads. */
  wake() {
    if (!this.bound || this.live.code) return;
    this.asleep = true;
    this.control.readOnly = true;
    this.live.refresh(ALIVE);
    clearTimeout(this.waking);
    this.waking = setTimeout(() => this.asleep && this.notice.show("asleep", ["copy", "resume"]), CATCH_UP);
  }

  /** The session is good again: everything goes on from where it was. */
  resume() {
    if (this.live.code === SIGNED_OUT) this.live.renew();
  }

  /** The same place on the page was given to somebody else: nothing of mine leaves under their name. */
  estrange() {
    this.control.readOnly = true;
    this.notice.show("other-person", ["copy", "reload"]);
  }

  /** Others on this text: [{client, user, writing, anchor, head}]. */
  get others() { return this.live.company(this.kit.person); }

  /** The page shows it no longer; what was typed goes on its way before `end`. */
  leave() {
    this.left = true;
    this.live.keepNow();
    this.present();
  }

  get over() { return this.left && !this.loose && (this.live.settled || (this.live.code && this.live.code !== SIGNED_OUT)); }

  end() {
    for (const timer of [this.telling, this.still, this.waking]) clearTimeout(timer);
    this.bound?.destroy();
    this.carets?.destroy();
    this.live.end();
  }

  /** Say again where I am: moved, wrote, or chose to be seen or not. */
  present(wrote = false) {
    if (wrote) this.writingUntil = Date.now() + WRITING;
    this.telling ??= setTimeout(() => this.#tell(), PRESENT);
  }

  #tell() {
    this.telling = null;
    const writing = Date.now() < this.writingUntil;
    const state = this.page.hidden || this.left ? null : { writing, ...(this.bound?.place ?? {}) };
    const key = JSON.stringify(state);
    if (key !== this.told) this.live.present(state);
    this.told = key;
    clearTimeout(this.still);
    if (writing) this.still = setTimeout(() => this.present(), this.writingUntil - Date.now() + 50);
  }

  #changed() {
    const { live } = this;
    if (!live) return;
    if (live.ready && !this.binding && !this.composing && live.code === 0) this.#bind();
    if (this.asleep && live.fresh) this.#rise();
    if (live.code) this.#end();
    else if (this.ended) this.#goOn();
    if (this.bound && !this.asleep) this.control.readOnly = !live.mayWrite;
    const inside = this.others.filter((one) => one.head);
    this.faces?.show(inside.map((one) => one.user));
    this.carets?.show(inside.map(({ client, user, anchor, head }) =>
      ({ id: client, name: user.name.split(" ")[0], college: user.college, anchor, head })));
    this.page.changed();
  }

  #bind() {
    const { control, live } = this;
    this.binding = true;
    if (!live.mayWrite && this.loose) { this.notice.show(...ENDED[4403]); return; }
    this.bound = new Field(control, live.text, { base: this.base, moved: (wrote) => this.present(wrote) });
    this.carets = new Carets(control, live.text);
    this.present();
  }

  #end() {
    const { code } = this.live;
    this.ended = code;
    if (code !== SIGNED_OUT) this.control.readOnly = true;
    if (code !== SIGNED_OUT || this.page.leads(this)) this.notice.show(...(ENDED[code] ?? BROKEN));
  }

  #goOn() {
    this.ended = 0;
    this.notice.show("");
  }

  #rise() {
    this.asleep = false;
    clearTimeout(this.waking);
    this.control.readOnly = !this.live.mayWrite;
    this.notice.show("");
  }
}
