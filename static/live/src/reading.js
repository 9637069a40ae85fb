/** Words that this page shows without writing them: they follow what others type, or, where a
 *  person is about to speak of these very words, stay as they are and say that others stand now. */
import { Live } from "./live.js";
import { canonical, drawn, held } from "./marks.js";
import { Notice } from "./notice.js";

/** As the server shows them: canonical, punctuation held to its word. */
const shown = (words) => held(canonical(words).trim());

export class Reading {
  /** `element`: <p data-live-read="document id" data-live-as="still" or "told">. */
  constructor(element, kit, page) {
    this.element = element;
    this.kit = kit;
    this.page = page;
    this.label = "";
    this.first = element.textContent;
    this.empty = "empty" in element.dataset;
    this.notice = new Notice(kit, document.querySelector("[data-live-notices]") ?? element, { reload: () => location.reload() });
    this.notice.box.classList.toggle("calm", element.dataset.liveAs === "told");
    this.live = new Live({
      id: element.dataset.liveRead, person: kit.person, hidden: page.hidden, changed: () => this.#changed(),
    });
    if (!page.hidden) this.live.present({ writing: false });
    this.live.text.observe(() => this.#changed());
  }

  get loose() { return false; }

  get others() { return this.live.company(this.kit.person); }

  present() { this.live.present(this.page.hidden ? null : { writing: false }); }

  wake() { this.live.refresh(); }

  resume() { this.live.renew(); }

  end() { this.live.end(); }

  #changed() {
    const { live, element } = this;
    if (!live) return;
    this.page.changed();
    if (!live.ready) return;
    if ("liveRich" in element.dataset) { this.#draw(); return; }
    const words = shown(live.text.toString());
    const same = words === (this.empty ? "" : this.first);
    const how = element.dataset.liveAs;
    if (how !== "still") element.textContent = same ? this.first : words;
    if (how) this.notice.show(same ? "" : how === "still" ? "moved-on" : "moving", ["reload"]);
  }

  /** Formatted words: drawn anew when they are not those that are shown. */
  #draw() {
    const { element, live } = this, now = drawn(live.text.toDelta(), "liveQuotes" in element.dataset);
    if (now.innerHTML !== element.innerHTML) element.replaceChildren(...now.childNodes);
  }
}
