/** What a person must know of their words above the field, with the way out. */
export async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}

export class Notice {
  /** `acts`: what its buttons do, by name: copy, enter, resume, reload. */
  constructor(kit, field, acts) {
    this.kit = kit;
    this.box = kit.piece("notice");
    this.words = this.box.querySelector("[data-words]");
    this.buttons = [...this.box.querySelectorAll("[data-act]")];
    for (const button of this.buttons) {
      button.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        acts[button.dataset.act](button);
      });
    }
    (field.closest(".field") ?? field).before(this.box);
  }

  /** Say this (a word of the kit) with these buttons; an empty word takes the notice away. */
  show(word, buttons = []) {
    if (this.word === word) return;
    this.word = word;
    this.box.hidden = !word;
    this.words.textContent = word ? this.kit.say(word) : "";
    for (const button of this.buttons) button.hidden = !buttons.includes(button.dataset.act);
  }
}
