/** Who else is at the site now: their faces in the masthead and on the cards they write, where each
 *  of them is in the menu. A person who appears offline says nothing, and still sees the others. */
const CALM = 10000, LIVELY = 5000, MOST = 3, REFUSED = [403, 404];
const menu = document.querySelector("[data-company]");
const choice = document.querySelector("[data-unseen]");
const tab = Math.random().toString(36).slice(2);
let others = [], tabs = [], timer = null, over = false, told = "";

const first = (name) => name.split(" ")[0];
const hidden = () => choice?.getAttribute("aria-pressed") === "true";
const shown = (element) => element.getClientRects().length > 0;

/** The page, and the card that is being written on it if there is one. */
function where() {
  const on = [...document.querySelectorAll("[data-here-on]")].find(shown)?.dataset.hereOn ?? "";
  return { path: location.pathname, title: document.title.split(" – ")[0], on };
}

const word = (said) => JSON.stringify({ tab, where: said });
const address = menu?.dataset.company;

async function ask() {
  clearTimeout(timer);
  if (over || document.visibilityState !== "visible") return;
  try {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(address, { method: "POST", headers, body: word(hidden() ? null : where()) });
    over = REFUSED.includes(answer.status);
    if (answer.ok) show((await answer.json()).here);
    else if (over || answer.status === 401) show([]);
  } catch { /* the network is away: who was there is not known to have left */ }
  clearTimeout(timer);
  timer = setTimeout(ask, others.length ? LIVELY : CALM);
}

/** Others need not wait to see that this page is gone. */
const leave = () => navigator.sendBeacon(address, new Blob([word(null)], { type: "application/json" }));

function face({ initials, college }) {
  const one = menu.querySelector("template").content.querySelector(".avatar").cloneNode(true);
  if (college) one.dataset.college = college;
  one.querySelector("span").textContent = initials;
  return one;
}

function show(here) {
  tabs = here;
  others = [...new Map(here.map((one) => [one.user.id, one])).values()]
    .sort((a, b) => a.user.name.localeCompare(b.user.name));
  const now = JSON.stringify(tabs);
  if (now === told) return;
  told = now;
  menu.hidden = !others.length;
  if (menu.hidden) menu.open = false;
  const faces = others.slice(0, MOST).map(({ user }) => face(user));
  const more = others.length - faces.length;
  menu.querySelector("[data-faces]").replaceChildren(...faces.map((one) => { one.classList.add("on"); return one; }), more ? `+${more}` : "");
  menu.querySelector("[data-count]").textContent = others.length;
  menu.querySelector("[data-names]").textContent = others.map(({ user }) => first(user.name)).join(", ");
  menu.querySelector("ul").replaceChildren(...others.map(line));
  mark();
}

function line({ user, path, title }) {
  const one = menu.querySelector("template").content.querySelector("li").cloneNode(true);
  one.prepend(face(user));
  one.querySelector("b").textContent = user.name;
  if (path === location.pathname) return one;
  const there = path.startsWith(menu.dataset.within) ? document.createElement("a") : document.createElement("span");
  there.className = "s";
  there.textContent = title;
  if (there.localName === "a") there.href = path;
  one.querySelector(".s").replaceWith(there);
  return one;
}

/** Faces of those who write a card, on the card. */
function mark() {
  for (const one of document.querySelectorAll(".change-here")) one.remove();
  for (const card of document.querySelectorAll(".board .change")) {
    const writing = others.filter(({ user }) =>
      tabs.some((one) => one.user.id === user.id && one.on === card.dataset.code));
    if (!writing.length) continue;
    const row = document.createElement("span"), said = document.createElement("span");
    row.className = "change-here";
    said.className = "vh";
    said.textContent = menu.dataset.writing.replace("{names}", writing.map(({ user }) => first(user.name)).join(", "));
    row.append(...writing.slice(0, MOST).map(({ user }) => face(user)), said);
    card.append(row);
  }
}

if (choice) {
  choice.hidden = false;
  choice.addEventListener("click", () => {
    const now = !hidden();
    choice.setAttribute("aria-pressed", String(now));
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `coopspace_unseen=${now ? choice.dataset.unseen : ""}; path=/; max-age=${now ? 31536000 : 0}; samesite=lax${secure}`;
    document.dispatchEvent(new Event("unseen"));
    if (menu) ask();
  });
}

if (menu) {
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") ask(); });
  document.addEventListener("drawn", mark);
  document.addEventListener("writing", ask);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  ask();
}
