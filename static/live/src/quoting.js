/** The line where somebody chooses what a text quotes, among what the page offers: a select whose
 *  values are references. Its words are replaced, wherever they are read, by the present name. */
export class Quoting {
  /** `line`: [data-quote] of the toolbar; `rich` writes what is chosen. */
  constructor(line, rich) {
    Object.assign(this, { line, rich });
    this.select = line.querySelector("select");
    this.select.id = `${rich.control.id}-quote`;
    line.querySelector("label").htmlFor = this.select.id;
    const on = (type, act) => line.addEventListener(type, act, { signal: rich.stopping.signal });
    on("click", (event) => event.target.closest("[data-act=quote]") && this.#put());
    on("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      if (event.key === "Enter" && event.target !== this.select) return;
      event.preventDefault();
      if (event.key === "Enter") this.#put();
      else { this.close(); rich.focus(); }
    });
  }

  /** Ask what is quoted, where the caret is. */
  ask() {
    this.range = this.rich.range;
    this.line.hidden = false;
    this.select.focus();
  }

  close() { this.line.hidden = true; }

  #put() {
    const chosen = this.select.selectedOptions[0];
    if (!chosen?.value) { this.select.focus(); return; }
    this.close();
    this.rich.focus();
    this.rich.quote(this.range, `#${chosen.value}`, chosen.dataset.name);
  }
}
