/** Who else is on the page, and who writes: faces at once, one quiet line at most every 5 seconds. */
const PAUSE = 5000;
const FACES = 6;

const first = (name) => name.split(" ")[0];

export class Here {
  /** `toggled(hidden)`: the person appears offline, or no longer. */
  constructor(kit, beside, { hidden, toggled }) {
    this.kit = kit;
    this.row = kit.piece("here");
    this.faces = this.row.querySelector("[data-faces]");
    this.line = this.row.querySelector("[data-line]");
    this.slow = this.row.querySelector("[data-slow]");
    this.switch = this.row.querySelector("[data-unseen]");
    this.switch.setAttribute("aria-pressed", String(hidden));
    this.switch.addEventListener("click", () => {
      const now = this.switch.getAttribute("aria-pressed") !== "true";
      this.switch.setAttribute("aria-pressed", String(now));
      toggled(now);
    });
    beside.before(this.row);
    this.saidAt = 0;
  }

  /** `people`: [{id, name, initials, college, writing: label or ""}], `many`: several live fields. */
  show(people, { many, http }) {
    this.slow.hidden = !http;
    this.#face(people);
    this.#say(this.#sentence(people, many));
  }

  #face(people) {
    const key = people.map((one) => one.id).join();
    if (key === this.key) return;
    this.key = key;
    this.faces.replaceChildren(...people.slice(0, FACES).map(({ initials, college }) => {
      const face = this.kit.piece("face").firstElementChild;
      if (college) face.dataset.college = college;
      (face.querySelector("span") ?? face).textContent = initials;
      return face;
    }));
  }

  #sentence(people, many) {
    const writing = people.filter((one) => one.writing);
    const who = writing.length ? writing : people;
    const word = writing.length ? "writes" : "here";
    const [one, other] = who.map(({ name }) => first(name));
    if (!who.length) return "";
    if (who.length > 2) return this.kit.say(`${word}-many`, { n: who.length });
    if (who.length === 2) return this.kit.say(`${word}-two`, { name: one, other });
    if (many && writing.length) return this.kit.say("writes-in", { name: one, field: writing[0].writing });
    return this.kit.say(`${word}-one`, { name: one });
  }

  #say(sentence) {
    clearTimeout(this.later);
    if (sentence === this.line.textContent) return;
    const wait = this.saidAt + PAUSE - Date.now();
    if (wait > 0) { this.later = setTimeout(() => this.#say(sentence), wait); return; }
    this.saidAt = Date.now();
    this.line.textContent = sentence;
  }
}
