/** The live texts of a page: <textarea data-live="document id"> inside a form that also works
 *  without any of this, and <p data-live-read="document id">, which only shows the words. Nothing is
 *  bound before the server has said what the text is. */
import { alone } from "./alone.js";
import { enter, whoIsIn } from "./entering.js";
import { Here } from "./here.js";
import { Kit } from "./kit.js";
import { LiveField, richly } from "./live-field.js";
import { Reading } from "./reading.js";
import { SaveState } from "./saving.js";

const LIVE = "live", UNSEEN = "[data-unseen][aria-pressed=true]";
const TICK = 2000, SLEPT = 15000, UNSEEN_FOR = 30000, SENDING = 8000, DRAW = 30;
const RANK = ["unsaved", "signed-out", "offline", "saving", "opening", "reading", "saved"];

const kit = new Kit(document.querySelector("[data-live-kit]"));
const state = new SaveState(kit);
const fields = [], readings = [], known = new WeakSet();
let here = null, drawing = null, going = false, entering = false;

const page = {
  get hidden() { return Boolean(document.querySelector(UNSEEN)); },
  changed() {
    if (state.state === "saved" && fields.some((field) => field.unsaved)) state.show("saving");
    drawing ??= setTimeout(draw, DRAW);
  },
  enter: signIn,
  leads: (field) => field === fields[0],
};
const texts = () => [...fields, ...readings];

/** Bring the texts of this part of the page to life; each once: a field tied twice to its text
 *  would take its own words for somebody else's. */
export function adopt(part) {
  for (const one of fresh(part, "[data-live-open]")) open(one);
  for (const one of fresh(part, "[data-live]")) fields.push(new LiveField(one, kit, page));
  for (const one of fresh(part, "[data-live-read]")) readings.push(new Reading(one, kit, page));
  for (const one of fresh(part, "[data-alone]")) alone(one, kit, richly);
  page.changed();
}

function fresh(part, which) {
  const found = [...part.querySelectorAll(which)].filter((one) => !known.has(one));
  for (const one of found) known.add(one);
  return found;
}

/** This part of the page goes; what was typed in it still goes on its way. */
export function release(part) {
  for (const field of fields) if (part.contains(field.control)) field.leave();
  for (const one of readings.filter(({ element }) => part.contains(element))) {
    readings.splice(readings.indexOf(one), 1);
    one.end();
  }
  page.changed();
}

/** A text that nobody has begun is opened first, so that two may begin it together. */
async function open(control) {
  const body = new URLSearchParams({ csrf_token: control.form.elements.namedItem("csrf_token").value });
  const answer = await fetch(control.dataset.liveOpen, { method: "POST", body }).catch(() => null);
  if (!answer?.ok) return;
  control.dataset.live = (await answer.json()).id;
  fields.push(new LiveField(control, kit, page));
  page.changed();
}

function draw() {
  drawing = null;
  if (fields.length) told();
  else if (readings.some(({ live }) => live.code || live.state === "offline")) state.show("cut");
  else if (state.state === "cut") state.show("");
  for (const field of fields.filter((one) => one.over)) {
    fields.splice(fields.indexOf(field), 1);
    field.end();
  }
  const shown = texts().find((one) => one.live.ready && !one.left);
  if (!here?.row.isConnected) here = shown ? begin(shown) : null;
  here?.show(people(), { many: texts().length > 1, http: texts().some(({ live }) => live.http) });
}

function told() {
  const lives = fields.map((field) => field.live);
  const worst = RANK.find((one) => lives.some((live) => live.state === one)) ?? "saved";
  const loose = fields.some((field) => field.loose);
  const shown = loose ? (worst === "offline" ? "unsaved" : "saving") : worst;
  state.show(shown, lives.reduce((sum, live) => sum + live.bursts, 0));
}

/** Somebody writes with others now: the page says it in its words. */
function begin({ control, element }) {
  for (const one of document.querySelectorAll("[data-live-says]")) one.textContent = one.dataset.liveSays;
  return new Here(kit, control ? control.closest(".field") ?? control.parentElement : element.parentElement);
}

document.addEventListener("unseen", () => { for (const one of texts()) one.present(); });

/** Each other person once, with the name of the field they write in. */
function people() {
  const found = new Map();
  for (const text of texts()) {
    for (const { user, writing } of text.others) {
      const one = found.get(user.id) ?? { ...user, writing: "" };
      if (writing) one.writing = text.label || " ";
      found.set(user.id, one);
    }
  }
  return [...found.values()];
}

/** Sign in again in place; without `asking`, only look whether that was done in another tab. */
async function signIn(asking) {
  if (entering) return;
  entering = true;
  try {
    let who = await whoIsIn(kit);
    if (!who && asking && (await enter(kit))) who = await whoIsIn(kit);
    if (who === "same") for (const one of texts()) one.resume();
    if (who === "other") for (const field of fields) field.estrange();
    if (who === "same") asking?.focus();
  } catch {
    page.changed();
  } finally {
    entering = false;
  }
}

// A form goes when what was typed is on the server; it says then that the words are already there.

const settled = (list) => list.every((field) => field.live.settled);

async function send(form, submitter) {
  const live = fields.filter((field) => field.control.form === form && field.writes);
  const until = Date.now() + SENDING;
  do await new Promise((go) => setTimeout(go, 20)); while (!settled(live) && Date.now() < until);
  if (!settled(live)) { live[0].notice.show("not-sent", ["copy"]); return; }
  for (const field of live) {
    const seen = form.elements.namedItem(`${field.control.name}_seen`);
    if (seen) seen.value = LIVE;
  }
  going = true;
  form.requestSubmit(submitter);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!fields.some((field) => field.control.form === form)) return;
  if (going) return;
  if (!fields.some((field) => field.control.form === form && field.writes)) { going = true; return; }
  event.preventDefault();
  send(form, event.submitter);
});

// Leaving, sleeping, coming back

let seen = Date.now();

function look() {
  if (document.visibilityState !== "visible") return;
  const slept = Date.now() - seen > SLEPT;
  seen = Date.now();
  if (slept) for (const one of texts()) one.wake();
}

setInterval(look, TICK);
document.addEventListener("beforeinput", (event) => {
  const field = fields.find((one) => one.has(event.target));
  if (!field?.bound || Date.now() - seen <= SLEPT) return;
  event.preventDefault();
  look();
}, true);
let resting = null;
document.addEventListener("visibilitychange", () => {
  clearTimeout(resting);
  if (document.visibilityState !== "hidden") { look(); return; }
  for (const field of fields) field.live.keepNow();
  resting = setTimeout(() => { for (const one of readings) one.live.rest(); }, UNSEEN_FOR);
});
addEventListener("pageshow", (event) => {
  going = false;
  if (event.persisted) for (const one of texts()) one.wake();
});
addEventListener("online", () => { for (const { live } of texts()) if (!live.code) live.renew(); });
addEventListener("offline", () => { for (const { live } of texts()) live.doubt(); });
addEventListener("focus", () => { if (texts().some(({ live }) => live.code === 4401)) signIn(); });
addEventListener("beforeunload", (event) => {
  if (!going && fields.some((field) => field.unsaved)) event.preventDefault();
});
addEventListener("pagehide", () => { for (const { live } of texts()) live.leave(); });

adopt(document);
