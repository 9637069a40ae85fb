/** The save state of the whole page, in the masthead: it never says saved before it is. */
const HOLD = 400;

export class SaveState {
  constructor(kit) {
    this.kit = kit;
    this.slot = document.querySelector("[data-save]") ?? document.createElement("p");
    this.slot.dataset.save = "";
    this.slot.setAttribute("role", "status");
  }

  /** `count`: the changes that wait on this device. Going to and fro between saving and saved is
   *  not announced: the rest is. */
  show(state, count = 0) {
    const key = `${state} ${state === "offline" ? count : ""}`;
    clearTimeout(this.later);
    if (key === this.key) return;
    const since = Date.now() - (this.at ?? 0);
    if (state === "saved" && this.state === "saving" && since < HOLD) {
      this.later = setTimeout(() => this.show(state, count), HOLD - since);
      return;
    }
    const usual = ["opening", "saving", "saved", undefined];
    const quiet = usual.includes(state) && usual.includes(this.state);
    this.slot.setAttribute("aria-live", quiet || (state === "saving") ? "off" : "polite");
    [this.key, this.state, this.at] = [key, state, Date.now()];
    this.#draw(state, count);
  }

  #draw(state, count) {
    const { slot, kit } = this;
    if (!slot.isConnected) document.querySelector(".mast-end").prepend(slot);
    const face = kit.face(state);
    slot.className = face ? face.className : "save";
    slot.replaceChildren(...(face ? face.childNodes : []));
    if (state !== "offline" || !count) return;
    slot.querySelector(".save-word").textContent = kit.say(count === 1 ? "kept-one" : "kept-many", { n: count });
  }
}
