/** Brings in what others say in a thread while it is read; what is being typed stays untouched. */
import { announce } from "./announce.js";

const PACE = 4000;
const thread = () => document.querySelector("[data-thread]");
const text = async (address) => {
  const answer = await fetch(address, { cache: "no-store" });
  return answer.ok && !answer.redirected ? answer.text() : "";
};

async function renew() {
  const page = new DOMParser().parseFromString(await text(location.pathname), "text/html");
  const fresh = page.querySelector("[data-thread]"), old = thread();
  if (!fresh || old.contains(document.activeElement)) return;
  const says = old.dataset.says;
  old.replaceWith(document.importNode(fresh, true));
  announce(says);
}

async function look() {
  try {
    const here = thread();
    if (here && document.visibilityState === "visible") {
      const mark = await text(here.dataset.follow);
      if (mark && mark !== here.dataset.mark) await renew();
    }
  } catch { /* the network is away: the next look may find it back */ }
  setTimeout(look, PACE);
}
setTimeout(look, PACE);
