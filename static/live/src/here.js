/** Who else is at these words, and who writes: one quiet line at most every 5 seconds. */
const PAUSE = 5000;

const first = (name) => name.split(" ")[0];

export class Here {
  constructor(kit, place) {
    this.kit = kit;
    this.row = kit.piece("here");
    this.line = this.row.querySelector("[data-line]");
    this.slow = this.row.querySelector("[data-slow]");
    place.append(this.row);
    this.saidAt = 0;
  }

  /** `people`: [{name, writing: label or ""}], `many`: several live texts. */
  show(people, { many, http }) {
    this.slow.hidden = !http;
    this.#say(this.#sentence(people, many));
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
