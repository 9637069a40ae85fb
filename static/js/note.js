/** The page for logging: an entry is kept on the device first, then sent, as often as it takes. */
import { openBox } from "./note-box.js";
import { enter, sendAll, SignedOut } from "./note-post.js";

const AGAIN = 20_000;
const form = document.querySelector("[data-note]");
const kit = document.querySelector("[data-note-kit]");
const state = document.querySelector("[data-note-state]");
const word = (name, number) => kit.content.querySelector(`[data-word="${name}"]`).textContent.replace("{n}", number ?? "");
const field = (name) => form.elements.namedItem(name);
const inState = (name) => state.querySelector(`[data-note-${name}]`);
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

let box = null, entered = null, person = "", day = today(), sending = false;

function say(words) {
  state.hidden = false;
  inState("says").textContent = words;
}

/** What the form says, or the name of the field that is missing. */
function read() {
  const other = field("other").value.trim();
  const minutes = Number(other || field("minutes").value);
  const site = field("site")?.value ?? "";
  if (!site) return { lacks: "site" };
  if (!field("role").value) return { lacks: "role" };
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1440) return { lacks: "minutes" };
  const about = site === form.dataset.here ? field("about").value : "";
  return { entry: { id: crypto.randomUUID(), site, role: field("role").value, minutes, moved: field("moved").value, about, day: field("day").value || today() } };
}

function choose(name, value) {
  for (const one of form.querySelectorAll(`[name="${name}"]`)) one.checked = one.value === value;
}

function clear() {
  choose("role", "");
  choose("minutes", "");
  for (const name of ["other", "moved", "about"]) field(name).value = "";
}

function fill(entry) {
  choose("site", entry.site);
  choose("role", entry.role);
  choose("minutes", "");
  field("other").value = entry.minutes;
  field("moved").value = entry.moved;
  field("day").value = entry.day;
  if (entry.site === form.dataset.here) field("about").value = entry.about;
  form.querySelector("details").open = true;
}

/** Back into the form, to be said otherwise. */
async function mend(entry) {
  fill(entry);
  await box.drop(entry.id);
  await show();
  field("moved").focus();
}

/** How many wait, and which were refused. */
async function show() {
  const waiting = await box.count(person);
  const line = inState("waiting");
  line.hidden = !waiting;
  line.textContent = waiting > 1 ? word("waiting-many", waiting) : waiting ? word("waiting-one") : "";
  state.hidden &&= !waiting;
  const refused = entered ? (await box.read(person, entered.key)).filter((one) => one.says) : [];
  inState("refused").replaceChildren(...refused.map(({ entry, says }) => {
    const one = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.className = "btn quiet";
    button.textContent = word("mend");
    button.addEventListener("click", () => mend(entry));
    one.append(`${word("refused")} ${says} `, entry.moved ? `« ${entry.moved} » ` : "", button);
    return one;
  }));
}

/** Send what waits; a cut is no fault, it is tried again. */
async function send() {
  if (sending || !box || !person) return;
  sending = true;
  try {
    if (!entered && await box.count(person)) {
      const found = await enter(kit.dataset.door);
      await box.welcome(found);
      entered = found.person === person ? found : null;
      if (!entered) throw new SignedOut();
    }
    const heard = entered ? await sendAll(kit.dataset, box, entered) : [];
    const kept = heard.findLast((one) => one.state === "kept");
    if (kept) say(word("kept", kept.number));
    inState("enter").hidden = true;
  } catch (problem) {
    if (problem instanceof SignedOut) {
      entered = null;
      inState("enter").hidden = false;
      if (await box.count(person)) say(word("signed-out"));
    }
  } finally {
    sending = false;
    await show();
  }
}

async function submit(event) {
  if (!box || !person) return;
  event.preventDefault();
  const { entry, lacks } = read();
  if (lacks) {
    say(word(lacks));
    (form.querySelector(`[name="${lacks}"]:checked`) ?? form.querySelector(`[name="${lacks}"]`))?.focus();
    return;
  }
  clear(); // at once: what is touched from here on is the next entry already
  try {
    await box.put(person, entry);
  } catch {
    fill(entry);
    say(word("unkept"));
    if (!("offline" in form.dataset)) form.submit();
    return;
  }
  say(word("held"));
  await send();
}

/** The sites of whoever was signed in last, on the page that knows nobody. */
function offer(sites) {
  const place = form.querySelector("[data-note-sites] .choices");
  place.replaceChildren(...sites.map(({ slug, name }, at) => {
    const label = document.createElement("label"), input = document.createElement("input"), words = document.createElement("span");
    Object.assign(input, { type: "radio", name: "site", value: slug, id: `site-${at}`, checked: !at });
    Object.assign(label, { className: "choice", htmlFor: input.id });
    words.textContent = name;
    label.append(input, words);
    return label;
  }));
  form.querySelector("[data-note-sites]").hidden = sites.length < 2;
  form.dataset.here = "";
}

/** A page that stays open overnight on a phone means the new day. */
function wake() {
  if (document.visibilityState !== "visible") return;
  if (field("day").value === day) field("day").value = today();
  day = today();
  send();
}

async function start() {
  box = await openBox();
  if (!box) return;
  if ("offline" in form.dataset) {
    field("day").value = day;
    const known = await box.latest();
    if (!known) return;
    person = known.person;
    offer(known.sites);
  } else {
    const sites = [...form.querySelectorAll('[name="site"]')].map((one) => ({ slug: one.value, name: one.labels[0].textContent.trim() }));
    entered = { person: form.dataset.person, key: form.dataset.key, token: field("csrf_token").value, sites };
    await box.welcome(entered);
    person = entered.person;
    navigator.serviceWorker?.register(kit.dataset.keeper, { scope: kit.dataset.home }).catch(() => null);
  }
  await show();
  await send();
  setInterval(() => { if (!inState("waiting").hidden) send(); }, AGAIN);
}

form.addEventListener("submit", submit);
form.addEventListener("change", () => {
  const about = form.querySelector("[data-note-about]");
  const here = field("site")?.value === form.dataset.here;
  about.hidden = !here || field("about").options.length < 2;
});
addEventListener("online", send);
document.addEventListener("visibilitychange", wake);
start().catch(() => { box = null; });
