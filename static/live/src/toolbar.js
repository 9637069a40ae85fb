/** The buttons that format a text, and the line where a link is given. One stop of the Tab key;
 *  arrows go from button to button. */
import { Quoting } from "./quoting.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

/** Whether a link is of this kind: to an address, or to what it quotes. */
const linked = (link, kind) => typeof link === "string" && link.startsWith("#") === (kind === "quote");

export class Tools {
  /** `box` holds [role=toolbar] and [data-link]; `rich` is what the buttons act on. */
  constructor(box, rich, address) {
    Object.assign(this, { box, rich, address });
    this.bar = box.querySelector("[role=toolbar]");
    this.buttons = [...this.bar.querySelectorAll("button")];
    this.line = box.querySelector("[data-link]");
    this.input = this.line.querySelector("input");
    this.fault = this.line.querySelector("[data-fault]");
    const quote = box.querySelector("[data-quote]");
    this.quoting = quote && new Quoting(quote, rich);
    this.input.id = `${rich.control.id}-link`;
    this.fault.id = `${this.input.id}-fault`;
    this.line.querySelector("label").htmlFor = this.input.id;
    this.bar.setAttribute("aria-controls", `${rich.control.id}-words`);
    const on = (target, type, act) => target.addEventListener(type, act, { signal: rich.stopping.signal });
    on(this.bar, "mousedown", (event) => event.preventDefault());
    on(this.bar, "click", (event) => this.#pressed(event.target.closest("button")));
    on(this.bar, "keydown", (event) => this.#moved(event));
    on(this.line, "keydown", (event) => this.#typed(event));
    on(this.line, "click", (event) => this.#chosen(event.target.closest("button")));
    this.buttons.forEach((one, index) => { one.tabIndex = index ? -1 : 0; });
  }

  lock(on) {
    for (const one of this.buttons) one.setAttribute("aria-disabled", String(on));
    this.locked = on;
    if (on) this.#close();
  }

  /** Which formats are on where the caret is. */
  show() {
    const formats = this.rich.formats();
    for (const one of this.buttons) {
      const { format, value } = one.dataset;
      const on = format === "link" || format === "quote" ? linked(formats.link, format) : formats[format];
      one.setAttribute("aria-pressed", String(value ? String(on) === value : Boolean(on)));
    }
  }

  /** The toolbar takes the focus. */
  enter() { this.buttons.find((one) => one.tabIndex === 0).focus(); }

  /** Ask for the address of a link. */
  ask() {
    if (this.locked) return;
    this.range = this.rich.range;
    const { link } = this.rich.formats();
    this.quoting?.close();
    this.input.value = linked(link, "link") ? link : "";
    this.line.querySelector("[data-act=remove]").hidden = !link;
    this.#say(false);
    this.line.hidden = false;
    this.input.focus();
    this.input.select();
  }

  #pressed(button) {
    if (!button || this.locked) return;
    const { format, value } = button.dataset;
    if (format === "link") { this.ask(); return; }
    if (format === "quote") { this.#close(); this.quoting.ask(); return; }
    const on = button.getAttribute("aria-pressed") === "true";
    this.rich.format(format, on ? false : value === "2" ? 2 : value || true);
    this.show();
  }

  #moved(event) {
    if (event.key === "Escape") { event.preventDefault(); this.rich.focus(); return; }
    const at = this.buttons.indexOf(event.target), last = this.buttons.length - 1;
    const to = { Home: 0, End: last }[event.key] ?? (event.key in STEPS ? at + STEPS[event.key] : -2);
    if (at < 0 || to === -2) return;
    event.preventDefault();
    const next = this.buttons[(to + last + 1) % (last + 1)];
    for (const one of this.buttons) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  }

  #typed(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    if (event.key === "Enter" && event.target !== this.input) return;
    event.preventDefault();
    if (event.key === "Enter") this.#put();
    else { this.#close(); this.rich.focus(); }
  }

  #chosen(button) {
    if (button?.dataset.act === "put") this.#put();
    if (button?.dataset.act === "remove") this.#done("");
  }

  #put() {
    const href = this.address(this.input.value);
    this.#say(!href);
    if (href) this.#done(href); else this.input.focus();
  }

  #done(href) {
    this.#close();
    this.rich.focus();
    this.rich.link(this.range, href);
  }

  #close() {
    this.line.hidden = true;
    this.quoting?.close();
  }

  #say(wrong) {
    this.fault.hidden = !wrong;
    this.input.toggleAttribute("aria-invalid", false);
    if (wrong) this.input.setAttribute("aria-invalid", "true");
    if (wrong) this.input.setAttribute("aria-describedby", this.fault.id);
    else this.input.removeAttribute("aria-describedby");
  }
}
