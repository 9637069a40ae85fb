/** The live fields of a page: <textarea data-live="document id"> inside a form that also works
 *  without any of this. Nothing is bound before the server has said what the text is. */
import { enter, whoIsIn } from "./entering.js";
import { Here } from "./here.js";
import { Kit } from "./kit.js";
import { LiveField } from "./live-field.js";
import { ofDevice } from "./memory.js";
import { SaveState } from "./saving.js";

const UNSEEN = "coopspace-unseen", LIVE = "live";
const TICK = 2000, SLEPT = 15000, SENDING = 8000, DRAW = 30;
const RANK = ["unsaved", "signed-out", "offline", "saving", "opening", "reading", "saved"];

const kit = new Kit(document.querySelector("[data-live-kit]"));
const state = new SaveState(kit);
let here = null, drawing = null, going = false, entering = false;

const page = {
  hidden: ofDevice.read(UNSEEN) === "1",
  changed() {
    if (state.state === "saved" && fields.some((field) => field.unsaved)) state.show("saving");
    drawing ??= setTimeout(draw, DRAW);
  },
  enter: signIn,
  leads: (field) => field === fields[0],
};
const fields = [];
for (const control of document.querySelectorAll("[data-live]")) {
  fields.push(new LiveField(control, kit, page));
}

function draw() {
  drawing = null;
  const lives = fields.map((field) => field.live);
  const worst = RANK.find((one) => lives.some((live) => live.state === one)) ?? "saved";
  const loose = fields.some((field) => field.loose);
  const shown = loose ? (worst === "offline" ? "unsaved" : "saving") : worst;
  state.show(shown, lives.reduce((sum, live) => sum + live.bursts, 0));
  if (!here && fields.some((field) => field.bound)) begin();
  here?.show(people(), { many: fields.length > 1, http: lives.some((live) => live.http) });
}

/** Somebody writes with others now: the page says it in its words. */
function begin() {
  const first = fields[0].control;
  here = new Here(kit, first.closest(".field") ?? first, { hidden: page.hidden, toggled: hide });
  for (const one of document.querySelectorAll("[data-live-says]")) one.textContent = one.dataset.liveSays;
}

function hide(hidden) {
  page.hidden = hidden;
  if (hidden) ofDevice.write(UNSEEN, "1"); else ofDevice.forget(UNSEEN);
  for (const field of fields) field.present();
}

/** Each other person once, with the name of the field they write in. */
function people() {
  const found = new Map();
  for (const field of fields) {
    for (const { user, writing } of field.others) {
      const one = found.get(user.id) ?? { ...user, writing: "" };
      if (writing) one.writing = field.label || " ";
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
    if (who === "same") for (const field of fields) field.resume();
    if (who === "other") for (const field of fields) field.estrange();
    if (who === "same") asking?.control.focus();
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
  if (slept) for (const field of fields) field.wake();
}

setInterval(look, TICK);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const field of fields) field.live.keepNow();
  else look();
});
addEventListener("pageshow", (event) => {
  going = false;
  if (event.persisted) for (const field of fields) field.wake();
});
addEventListener("online", () => { for (const field of fields) if (!field.live.code) field.live.renew(); });
addEventListener("offline", page.changed);
addEventListener("focus", () => { if (fields.some((field) => field.live.code === 4401)) signIn(); });
addEventListener("beforeunload", (event) => {
  if (!going && fields.some((field) => field.unsaved)) event.preventDefault();
});
addEventListener("pagehide", () => { for (const field of fields) field.live.leave(); });

page.changed();
