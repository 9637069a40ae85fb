/** What the page brings for live texts: its words (translated), its pieces, who is signed in. */
export class Kit {
  constructor(template) {
    this.template = template;
    Object.assign(this, template.dataset);
  }

  say(word, values = {}) {
    const sentence = this.template.content.querySelector(`[data-word="${word}"]`).textContent;
    return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  piece(name) {
    return this.template.content.querySelector(`[data-piece="${name}"]`).cloneNode(true);
  }

  /** The save state's markup for a state, or null. */
  face(state) {
    return this.template.content.querySelector(`[data-face="${state}"] .save`)?.cloneNode(true) ?? null;
  }
}
