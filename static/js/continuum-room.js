/* The projected page: how many have answered, asked every two seconds. It says a count and nothing
   else; when the round moves on the page is drawn again by the server. */
const shown = document.querySelector("[data-poll]");
const PACE = 2000;
const SLOWEST = 20000;
let pace = PACE;

async function ask() {
  try {
    const answer = await fetch(shown.dataset.poll, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const state = await answer.json();
    const drawn = shown.dataset.answered;
    if (state.stage !== shown.dataset.stage || (drawn && drawn !== String(state.answered))) {
      location.reload();
      return;
    }
    const count = shown.querySelector("b");
    if (count.textContent !== state.said) count.textContent = state.said;
    pace = PACE;
  } catch {
    pace = Math.min(pace * 2, SLOWEST);
  }
  setTimeout(ask, pace);
}

if (shown) setTimeout(ask, pace);
