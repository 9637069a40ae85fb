/** Asks the server's advice on the words being typed. The page says the same once it is saved. */
const zone = document.querySelector("[data-reread]");
const form = zone?.closest("form");
let waiting;
let asked = 0;

async function reread() {
  const turn = ++asked;
  const sent = { method: "POST", body: new FormData(form) };
  const answer = await fetch(zone.dataset.reread, sent).catch(() => null);
  if (!answer?.ok || turn !== asked) return;
  show(await answer.json());
}

function show(advices) {
  const { content } = zone.querySelector("template");
  zone.querySelector("[data-title]").hidden = advices.length === 0;
  zone.querySelector("ul").replaceChildren(...advices.map((advice) => filled(content, advice)));
}

function filled(content, advice) {
  const line = content.cloneNode(true);
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    text.data = text.data.replace(/\{(say|why|source)\}/, (_all, part) => advice[part]);
  }
  if (advice.lang) line.querySelector("cite").lang = advice.lang;
  return line;
}

form?.elements.namedItem("text").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(reread, 700);
});
