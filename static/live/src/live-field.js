/** One live field of the page: its text, its carets, and what its person must be told. */
import { Carets } from "./carets.js";
import { Faces } from "./faces.js";
import { Field } from "./field.js";
import { asked, found, Held, said, undoing } from "./held.js";
import { Live } from "./live.js";
import * as marks from "./marks.js";
import { Notice, copy } from "./notice.js";
import { rebase } from "./splice.js";

const SIGNED_OUT = 4401;
const LENT = { asked, found, Held, said, undoing, rebase, ...marks };
const FETCHED = 8000, WRITING = 2500, PRESENT = 150, CATCH_UP = 4000, ALIVE = 3000;
const ENDED = {
  [SIGNED_OUT]: ["signed-out", ["enter", "copy"]],
  4403: ["may-not", ["copy"]],
  4404: ["may-not", ["copy"]],
  4413: ["too-long", ["copy"]],
};
const BROKEN = ["broken", ["copy", "reload"]];
const plain = (words) => words.replace(/\r\n?/g, "\n");

/** What ties formatted words to their page, once for all fields; null where it cannot be had: the
 *  field is then plain, and the formats of what is not touched stay. */
let fetched = null;

export const richly = (address) => fetched ??= Promise.race([
  import(address).then(({ make }) => make(LENT)),
  new Promise((go) => setTimeout(go, FETCHED, null)),
]).catch(() => null);

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
    if ("liveRich" in control.dataset) this.coming = richly(kit.rich).then((made) => { this.Rich = made; });
    this.faces = new Faces(kit, control.closest(".field") ?? control.parentElement);
  }

  /** Words typed before the text was known are only in the field. */
  get loose() { return !this.bound && plain(this.control.value) !== this.base; }

  get unsaved() { return this.loose || this.live.pending.length > 0; }

  /** Whether what is in the field reaches others by itself. */
  get writes() { return Boolean(this.bound) && this.live.mayWrite; }

  /** Whether this is where the person writes. */
  has(target) { return target === this.control || Boolean(this.bound?.root?.contains(target)); }

  focus() { (this.bound?.focus ? this.bound : this.control).focus(); }

  #lock(on) {
    this.control.readOnly = on;
    this.bound?.lock?.(on);
  }

  /** After a sleep, keys are taken once the text is what everybody reads. */
  wake() {
    if (!this.bound || this.live.code) return;
    this.asleep = true;
    this.#lock(true);
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
    this.#lock(true);
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
    if (this.bound && !this.asleep) this.#lock(!live.mayWrite);
    const inside = this.others.filter((one) => one.head);
    this.faces?.show(inside.map((one) => one.user));
    this.carets?.show(inside.map(({ client, user, anchor, head }) =>
      ({ id: client, name: user.name.split(" ")[0], college: user.college, anchor, head })));
    this.page.changed();
  }

  async #bind() {
    const { control, live, kit } = this;
    this.binding = true;
    await this.coming;
    if (this.left || live.code || this.composing) { this.binding = false; return; }
    if (!live.mayWrite && this.loose) { this.notice.show(...ENDED[4403]); return; }
    this.bound = new (this.Rich ?? Field)(control, live.text, { base: this.base, kit, moved: (wrote) => this.present(wrote) });
    this.carets = new Carets(this.bound.surface, live.text);
    this.present();
    this.#changed();
  }

  #end() {
    const { code } = this.live;
    this.ended = code;
    if (code !== SIGNED_OUT) this.#lock(true);
    if (code !== SIGNED_OUT || this.page.leads(this)) this.notice.show(...(ENDED[code] ?? BROKEN));
  }

  #goOn() {
    this.ended = 0;
    this.notice.show("");
  }

  #rise() {
    this.asleep = false;
    clearTimeout(this.waking);
    this.#lock(!this.live.mayWrite);
    this.notice.show("");
  }
}
