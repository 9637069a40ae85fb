/** Says where the measuring of a network stands, until it is over: then the page shows what was found. */
const EVERY = 2500;
const panel = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(panel.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const now = await answer.json();
    if (now.over) {
      location.reload();
      return;
    }
    const bar = panel.querySelector("progress");
    const status = panel.querySelector("[role=status]");
    if (bar.value !== now.step - 1) {
      bar.value = now.step - 1;
      status.textContent = now.said;
    }
  } catch {
    /* The next look tells. */
  }
  setTimeout(look, EVERY);
}

if (panel) setTimeout(look, EVERY);
