/** The canvas, alive: curves, lit paths, cards that open in place, keys, acts sent without leaving.
 *  Everything here sends the same forms as the buttons of the page, which work without it. */
import { announce } from "./announce.js";
import { cardOf, draft, draw, light, linksOf } from "./strategy-curves.js";
import { dragging } from "./strategy-drag.js";
import { following } from "./strategy-follow.js";
import { around, leave, write, writing } from "./strategy-write.js";

const studio = () => document.querySelector(".studio");
const board = () => document.querySelector("[data-board]");
const words = () => JSON.parse(board().dataset.words);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
let linking = null;   // { code, at }: the card being linked, and the candidate
let busy = false;

const shown = (element) => element && element.getClientRects().length > 0;
const redraw = () => { const here = board(); if (shown(here)) draw(here); };
const sizes = new ResizeObserver(redraw);

function alive() {
  const here = board();
  if (!here) return;
  sizes.disconnect();
  sizes.observe(here);
  redraw();
  tools.on(here.querySelector(".is-selected"));
  document.dispatchEvent(new Event("drawn"));
}

/** Says what happened: on screen for a while, and to screen readers. */
function say(sentence, alert = false) {
  const place = document.querySelector("[data-said]");
  place.textContent = sentence;
  place.hidden = !sentence;
  place.classList.toggle("is-error", alert);
  if (sentence) announce(sentence, alert ? "assertive" : "polite");
  clearTimeout(say.timer);
  if (sentence && !alert) say.timer = setTimeout(() => { place.hidden = true; }, 7000);
}

function places() {
  return new Map([...board().querySelectorAll(".change")].map((card) => [card.dataset.code, card.getBoundingClientRect()]));
}

function slide(before) {
  if (calm.matches) return;
  for (const card of board().querySelectorAll(".change")) {
    const was = before.get(card.dataset.code), is = card.getBoundingClientRect();
    if (!was?.height || !is.height || (Math.abs(was.top - is.top) < 2 && Math.abs(was.left - is.left) < 2)) continue;
    card.animate([{ transform: `translate(${was.left - is.left}px, ${was.top - is.top}px)` }, { transform: "none" }],
      { duration: 320, easing: "cubic-bezier(.2,.7,.2,1)" });
  }
  board().querySelector("svg.links").animate([{ opacity: 0 }, { opacity: 1 }], { duration: 320 });
}

/** Scrolls only when what was asked for begins out of sight. */
function reveal(element) {
  const { top } = element.getBoundingClientRect();
  if (top < -4 || top > innerHeight - 80) element.scrollIntoView({ block: element.matches(".change") ? "center" : "start" });
}

/** Puts a page of the canvas in the place of this one: same scroll, same folds, same focus. `settle`
 *  may scroll again, before cards slide to where they are; `keep` leaves a sheet being written. */
function swap(text, focus, settle = () => {}, keep = false) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const next = page.querySelector(".studio");
  if (!next) return false;
  const top = scrollY, before = places();
  for (const fold of studio().querySelectorAll("[data-fold]")) {
    const same = next.querySelector(`[data-fold="${fold.dataset.fold}"]`);
    if (same && fold.open) same.open = true;
  }
  if (keep && writing()) around(studio(), document.adoptNode(next));
  else { leave(); studio().replaceWith(document.adoptNode(next)); }
  document.querySelector(".bar").replaceWith(document.adoptNode(page.querySelector(".bar")));
  document.title = page.title;
  alive();
  scrollTo({ top, behavior: "instant" });
  const target = focus && (document.querySelector(focus) ?? document.querySelector("#sheet"));
  target?.focus({ preventScroll: true });
  if (target) reveal(target.querySelector(".sheet-inner") ?? target.closest(".change") ?? target);
  settle();
  slide(before);
  const said = [...page.querySelectorAll(".flash p")].map((p) => p.textContent.trim()).join(" ");
  if (said) say(said);
  return true;
}

/** Opens an address of the canvas in place. */
async function go(address, focus, push = true) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok || !swap(await answer.text(), focus)) throw new Error(answer.status);
    if (push) history.pushState({}, "", address);
  } catch { location.assign(address); }
}

/** Sends an act as its form would; a refusal is said where we are, with the way to its form. */
async function act(address, fields, focus) {
  if (busy) return;
  busy = true;
  const data = fields instanceof FormData ? fields : new FormData(document.querySelector("[data-act]"));
  if (data !== fields) for (const [name, value] of Object.entries(fields)) data.append(name, value);
  try {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin" });
    const text = await answer.text();
    if (answer.ok && answer.redirected && swap(text, focus)) {
      history.replaceState({}, "", answer.url);
      return;
    }
    const refused = new DOMParser().parseFromString(text, "text/html");
    const why = [...refused.querySelectorAll(".summary li")].map((li) => li.textContent.trim()).join(" ");
    if (why) say(why, true);
    else location.assign(address);
  } catch {
    say(words().offline, true);
  } finally { busy = false; }
}

const address = (kind, code) => board().dataset[kind].replace(/\/[DIU]\d+\//, `/${code}/`);
const focusOn = (code) => `[data-code="${code}"] .change-text a`;
const move = (code, fields) => board().dataset.move && act(address("move", code), fields, focusOn(code));
const link = (code, other) => {
  stopLinking();
  if (other && other !== code) act(address("link", code), { direction: "to", other }, focusOn(code));
};

const SVG = "http://www.w3.org/2000/svg";

function toolButton(code, kind, name) {
  const button = document.createElement("button"), svg = document.createElementNS(SVG, "svg"), use = document.createElementNS(SVG, "use");
  button.type = "button";
  button.className = `tool ${kind}`;
  button.dataset.tool = kind;
  button.title = fill(words()[kind], { code });
  button.setAttribute("aria-label", button.title);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${board().dataset.sprite}#${name}`);
  svg.append(use);
  button.append(svg);
  return button;
}

/** The buttons of the card that is pointed at, focused or open: its place on its left edge, its
 *  link on its right edge, where the curves leave. */
const tools = {
  element: null,
  on(card) {
    const here = board();
    if (!card || !(here.dataset.move || here.dataset.link) || this.element?.parentNode === card) return;
    this.element?.remove();
    this.element = document.createElement("div");
    this.element.className = "tools";
    const kinds = [];
    if (here.dataset.move) kinds.push(["up", "arrow-up"], ["grip", "grip"], ["down", "arrow-down"]);
    if (here.dataset.link) kinds.push(["handle", "link"]);
    this.element.append(...kinds.map(([kind, name]) => toolButton(card.dataset.code, kind, name)));
    const beside = [...card.closest(".col").querySelectorAll(".change")];
    for (const [kind, edge] of [["up", beside[0]], ["down", beside.at(-1)]]) {
      const button = this.element.querySelector(`.${kind}`);
      if (button) button.disabled = edge === card;
    }
    card.append(this.element);
  },
};

/** Choosing where a card leads: arrows and Enter, or a click on the other card. */
function startLinking(code) {
  linking = { code, at: null };
  board().classList.add("is-linking");
  say(fill(words().choose, { code }));
}
function stopLinking(said = "") {
  if (!linking) return;
  linking = null;
  draft(board(), "", null);
  board().classList.remove("is-linking");
  board().querySelector(".is-target")?.classList.remove("is-target");
  say(said);
}
function aim(code) {
  board().querySelector(".is-target")?.classList.remove("is-target");
  const target = cardOf(board(), code);
  linking.at = code;
  target.classList.add("is-target");
  target.scrollIntoView({ block: "nearest" });
  announce(`${code === "V" ? "" : code} ${target.querySelector(".change-text a, h2").textContent}`);
}

function columns() {
  const cards = [...board().querySelectorAll(".col")].map((col) => [...col.querySelectorAll(".change")].filter(shown).map((card) => card.dataset.code));
  return [...cards, ["V"]];
}

/** The card in that direction: beside it in its column, or where its links lead. */
function towards(code, key, free) {
  const all = columns(), at = all.findIndex((codes) => codes.includes(code));
  if (key === "ArrowUp" || key === "ArrowDown") return all[at][all[at].indexOf(code) + (key === "ArrowUp" ? -1 : 1)];
  const [mine, other] = key === "ArrowRight" ? ["source", "target"] : ["target", "source"];
  const linked = linksOf(board()).filter((one) => one[mine] === code && (free || one[other] !== "V")).map((one) => one[other]);
  if (linked.length && !free) return linked[0];
  const beside = all[at + (key === "ArrowRight" ? 1 : -1)] ?? [];
  const mid = (one) => { const r = cardOf(board(), one).getBoundingClientRect(); return r.top + r.height / 2; };
  return [...beside].sort((p, q) => Math.abs(mid(p) - mid(code)) - Math.abs(mid(q) - mid(code)))[0];
}

function onLinkingKey(event) {
  if (event.key === "Escape") { event.preventDefault(); stopLinking(words().gaveUp); return; }
  if (event.key === "Enter" && linking.at) { event.preventDefault(); link(linking.code, linking.at); return; }
  if (!event.key.startsWith("Arrow")) return;
  event.preventDefault();
  const next = towards(linking.at ?? linking.code, event.key, true);
  if (next && next !== linking.code) aim(next);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("[data-said]")?.hidden && !linking) say("");
  if (linking) { onLinkingKey(event); return; }
  const card = event.target.closest?.(".board .change");
  if (!card || !event.target.matches(".change-text a") || event.ctrlKey || event.metaKey) return;
  const code = card.dataset.code;
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    move(code, { step: event.key === "ArrowUp" ? "-1" : "1" });
  } else if (!event.altKey && event.key.startsWith("Arrow")) {
    event.preventDefault();
    const next = towards(code, event.key, false);
    if (next) document.querySelector(focusOn(next))?.focus();
  } else if (!event.altKey && event.key.toLowerCase() === "l" && board().dataset.link) {
    event.preventDefault();
    startLinking(code);
  }
});

document.addEventListener("click", (event) => {
  const here = event.target.closest?.("[data-code]");
  if (linking && here) { event.preventDefault(); link(linking.code, here.dataset.code); return; }
  const tool = event.target.closest?.("[data-tool]");
  if (tool) {
    const code = tool.closest(".change").dataset.code, kind = tool.dataset.tool;
    if (kind === "handle") startLinking(code);
    else if (kind !== "grip") move(code, { step: kind === "up" ? "-1" : "1" });
    return;
  }
  const way = event.target.closest?.(".studio a[href], .bar a[href]");
  if (way?.matches("[data-rewrite]") && !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    write(way);
    return;
  }
  if (!way || way.pathname !== location.pathname || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const inCard = way.closest(".board .change");
  const back = way.matches("[data-close]") && way.hash ? focusOn(way.hash.slice(1)) : null;
  if (way.hash === "#horizon-title") { board().querySelector(".horizon").scrollIntoView({ block: "nearest" }); return; }
  go(way.href, back ?? (way.hash === "#review" ? "#review" : inCard || way.closest(".sheet") ? "#sheet" : null));
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches?.("form[data-swap]")) return;
  event.preventDefault();
  const chosen = document.querySelector(".board .is-selected")?.dataset.code;
  const name = event.submitter?.name;
  const again = name ? `#sheet [name="${name}"][value="${event.submitter.value}"]:not(:disabled)` : "";
  act(event.target.action, new FormData(event.target, event.submitter), again || (chosen ? "#sheet" : "#review"));
});

document.addEventListener("pointerover", (event) => {
  const card = event.target.closest?.(".board .change");
  if (!card || linking) return;
  light(board(), card.dataset.code);
  if (event.pointerType === "mouse") tools.on(card);
});
document.addEventListener("pointerout", (event) => {
  if (event.target.closest?.(".board .change") && !event.relatedTarget?.closest?.(".board .change")) light(board(), null);
});
document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.(".board .change");
  if (card) { light(board(), card.dataset.code); tools.on(card); } else if (board()) light(board(), null);
});
document.addEventListener("toggle", (event) => { if (event.target.matches?.(".fold")) redraw(); }, true);
addEventListener("popstate", () => go(location.href, null, false));

dragging({ board, linked: link, placed: (code, before) => move(code, { before }) });
following({ studio, swap, idle: () => !busy && !linking });
document.fonts.ready.then(redraw);
alive();
