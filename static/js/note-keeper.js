/** Answers for the page for logging, and for no other, while there is no network. What it keeps
 *  holds nothing of anybody: a page asked for without a cookie, and the files that it needs. */
const SHELF = "coopspace-note", PATIENCE = 5_000, LASTING = "?v=";
const home = new URL(self.registration.scope);
const shell = `${home.href}/hors-ligne`;
const anonymous = (address) => fetch(address, { credentials: "omit" });

async function keep() {
  const page = await anonymous(shell);
  if (!page.ok) return;
  const text = await page.clone().text();
  const files = new Set([...text.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((one) => new URL(one[1].replaceAll("&amp;", "&"), home).href));
  const shelf = await caches.open(SHELF);
  const kept = new Set((await shelf.keys()).map((one) => one.url));
  await Promise.all([...files].filter((one) => !kept.has(one) || !one.includes(LASTING)).map(async (one) => {
    const answer = await anonymous(one);
    if (answer.ok) await shelf.put(one, answer);
  }));
  await shelf.put(shell, page);
  await Promise.all([...kept].filter((one) => one !== shell && !files.has(one)).map((one) => shelf.delete(one)));
}

async function onShelf(address) {
  const shelf = await caches.open(SHELF);
  return shelf.match(address, { ignoreVary: true });
}

/** The page itself; or, where nothing answers in time, the one that was kept. */
async function visit(event) {
  const asked = fetch(event.request);
  const late = new Promise((_resolve, reject) => { setTimeout(reject, PATIENCE); });
  try {
    const answer = await Promise.race([asked, late]);
    if (answer.status >= 500) throw new Error(`${answer.status}`);
    event.waitUntil(keep().catch(() => null));
    return answer;
  } catch {
    return await onShelf(shell) ?? asked;
  }
}

async function file(request) {
  const kept = await onShelf(request.url);
  if (kept && request.url.includes(LASTING)) return kept;
  return fetch(request).catch(() => kept ?? Response.error());
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== home.origin) return;
  if (request.mode === "navigate") {
    if (address.pathname === home.pathname) event.respondWith(visit(event));
  } else if (address.pathname.startsWith("/static/")) event.respondWith(file(request));
});
