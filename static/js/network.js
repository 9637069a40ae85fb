// The map of the network: the plain page keeps working; here its drawing becomes a picture to move in,
// filters answer at once, and the keyboard goes from one organisation to the next.
import { announce } from "./announce.js";
import { Picture } from "./network-picture.js";

const stage = document.querySelector(".net-stage");
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const A_STEP = 12;
const part = (name, within = document) => within.querySelector(`[data-part="${name}"]`);
const words = (form, values) => form.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
let picture;
let cursor = "";
let asking = 0;
let saving = 0;

async function facts(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

// Another page of the same map: its parts take the place of ours, without leaving it.
async function visit(address, { keep = false, body = null } = {}) {
  const number = (asking += 1);
  const answer = await fetch(address, body ? { method: "POST", body } : {});
  if (!answer.ok || answer.url.includes("/connexion")) {
    location.assign(body ? location.href : address);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const told = page.querySelector(".net-stage");
  if (!told) {
    location.assign(answer.url);
    return;
  }
  if (number !== asking) return;
  const focused = document.activeElement;
  const before = picture.chosen;
  for (const one of document.querySelectorAll("[data-part]")) {
    const other = part(one.dataset.part, page);
    if (other) one.replaceWith(document.adoptNode(other));
  }
  const flashes = page.querySelector(".under-top");
  document.querySelector(".under-top").replaceWith(document.adoptNode(flashes));
  stage.dataset.json = told.dataset.json;
  stage.dataset.edits = told.dataset.edits;
  if (!keep) history.pushState({}, "", answer.url);
  const data = await facts(stage.dataset.json);
  if (number !== asking) return;
  picture.show(data);
  prepare();
  const looked = document.getElementById("h-chosen");
  // What had the focus may be gone with its part: it goes on where the reader was led.
  if (focused !== document.body && !focused.isConnected) {
    (document.getElementById(focused.id) ?? looked ?? stage).focus();
  }
  const chosen = picture.chosen && picture.chosen !== before ? looked?.closest("section") : null;
  const about = [...(chosen?.querySelectorAll("h2, p:not(.row)") ?? [])].map((one) => one.textContent.trim());
  const said = flashes.textContent.trim() || about.join(" ") || part("said").textContent.trim();
  if (said) announce(said);
}

function choose(id) {
  cursor = id;
  const address = new URL(location.href);
  address.hash = "";
  address.searchParams.delete("cherche");
  if (id) address.searchParams.set("organisation", id);
  else {
    address.searchParams.delete("organisation");
    address.searchParams.delete("autour");
  }
  visit(address.href);
}

// Where somebody stands on the sheet, between 0 and 1, goes to the server with the place it had.
function moved(id, x, y) {
  clearTimeout(saving);
  saving = setTimeout(async () => {
    const { sheet } = picture.data;
    const body = new FormData();
    const held = picture.byId.get(id);
    body.set("csrf_token", document.querySelector('[name="csrf_token"]').value);
    body.set("back", location.pathname + location.search);
    body.set("seen", held.seen);
    body.set("x", (x - sheet.side) / (sheet.width - 2 * sheet.side));
    body.set("y", (y - sheet.head) / sheet.tall);
    await visit(`${stage.dataset.moves}/${id}/deplacer`, { keep: true, body });
  }, 400);
}

function say(id) {
  const one = picture.byId.get(id);
  if (!one) return;
  const sector = document.querySelector(`.key-shapes [data-sector="${one.group}"] + span`)?.textContent;
  const ties = one.ties === 1 ? stage.dataset.one : words(stage.dataset.several, { num: one.ties });
  announce(words(stage.dataset.said, { name: one.name, sector: sector ?? "", ties }));
}

function look(id) {
  if (!id) return;
  cursor = id;
  picture.look(id);
  say(id);
}

// The address says it before the picture does: what is asked of the picture comes a moment later.
function isChosen() {
  return Boolean(picture.chosen) || new URL(location.href).searchParams.has("organisation");
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const arrow = ARROWS[event.key];
  const here = picture.byId.has(cursor) ? cursor : "";
  if (arrow && event.shiftKey && here && stage.dataset.edits === "yes") {
    picture.nudge(here, arrow[0] * A_STEP, arrow[1] * A_STEP);
    const { x, y } = picture.at(here);
    moved(here, x, y);
  } else if (arrow) look(here ? picture.towards(here, ...arrow) : picture.chosen || picture.data.nodes[0]?.id);
  else if (event.key === "Enter" && here) choose(here);
  else if (event.key === "Escape" && isChosen()) choose("");
  else if (event.key === "Home") look(picture.data.nodes[0]?.id);
  else if (event.key === "End") look(picture.data.nodes.at(-1)?.id);
  else if (event.key === "+" || event.key === "=") picture.zoom(1.25);
  else if (event.key === "-") picture.zoom(0.8);
  else return;
  event.preventDefault();
}

// What only a script gives is shown by it; what it replaces is put away.
function prepare() {
  part("drawing").hidden = true;
  document.querySelector(".net-help").hidden = false;
  document.querySelector(".net-zoom").hidden = false;
  document.querySelector(".net-filters .actions .btn:not(.quiet)").hidden = true;
  const time = document.querySelector(".net-time");
  if (time) showTime(time);
}

function showTime(field) {
  field.hidden = false;
  document.querySelector(".net-moments").hidden = true;
  const range = field.querySelector("input");
  const told = JSON.parse(range.dataset.time);
  const tell = () => {
    field.querySelector("output").textContent = told[range.value][1];
    range.setAttribute("aria-valuetext", told[range.value][1]);
  };
  range.addEventListener("input", tell);
  range.addEventListener("change", () => {
    document.getElementById("f-vague").value = told[range.value][0];
    document.querySelector(".net-filters").requestSubmit();
  });
  tell();
}

function listen() {
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.(".net-filters");
    if (form && !event.target.matches('[type="search"], [type="range"]')) form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".net-filters")) {
      event.preventDefault();
      const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
      visit(`${form.getAttribute("action")}?${asked}`);
    } else if (form.matches(".net-move, .net-tidy form")) {
      event.preventDefault();
      const body = new FormData(form, event.submitter);
      visit(form.getAttribute("action"), { keep: true, body });
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".ties a, [data-close], [data-stay], .net-found a");
    const button = event.target.closest?.("[data-zoom]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      visit(link.href);
    } else if (button?.dataset.zoom === "fit") picture.fit();
    else if (button) picture.zoom(button.dataset.zoom === "in" ? 1.25 : 0.8);
  });
  stage.addEventListener("keydown", press);
  stage.addEventListener("focus", () => look(cursor || picture.chosen || picture.data.nodes[0]?.id));
  stage.addEventListener("blur", () => {
    picture.looked = "";
    picture.network.redraw();
  });
  addEventListener("popstate", () => visit(location.href, { keep: true }));
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", () => picture.show(picture.data));
  }
  new MutationObserver(() => picture.show(picture.data)).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "theme") picture.show(picture.data);
  });
}

async function start() {
  const data = await facts(stage.dataset.json);
  stage.hidden = false;
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-label", stage.dataset.core);
  stage.setAttribute("aria-describedby", stage.dataset.help);
  picture = new Picture(stage, { choose, moved });
  prepare();
  picture.show(data);
  listen();
  stage.dataset.usable = "yes";
  performance.mark("network-usable");
}

if (stage && globalThis.vis) start();
