/** Shows what others do on the canvas within three seconds, and leaves alone what a person is at: the
 *  card under the pointer or with the focus stays where it is, a form that is begun is not touched. */
import { announce } from "./announce.js";
import { writing } from "./strategy-write.js";

const PACE = 2500, QUIET = 10000;
const CONTROL = "input:not([type=hidden]), textarea, select";

/** `swap(page)` puts a page of the canvas in place; `idle()` says whether that may be done now. */
export function following({ studio, swap, idle }) {
  let pressed = false, saidAt = 0;
  const press = (now) => () => { pressed = now; };
  addEventListener("pointerdown", press(true), true);
  for (const type of ["pointerup", "pointercancel", "blur"]) addEventListener(type, press(false), true);

  const begun = () => [...studio().querySelectorAll(CONTROL)].some((control) => !control.closest("[data-write]")
    && (control === document.activeElement && control.matches("textarea, [type=text], select")
    || control.defaultValue !== undefined && control.value !== control.defaultValue
    || control.checked !== undefined && control.checked !== control.defaultChecked
    || control.localName === "select" && [...control.options].some((one) => one.selected !== one.defaultSelected && control.selectedIndex > 0)));
  const free = () => studio() && !pressed && idle() && document.visibilityState === "visible" && !begun();

  /** The card that must not move: where it is now, and the element that has the focus. */
  const held = () => {
    const active = studio().contains(document.activeElement) ? document.activeElement : null;
    const card = studio().querySelector(".change:hover") ?? active?.closest(".change");
    return { code: card?.dataset.code, top: card?.getBoundingClientRect().top, focus: active && pathTo(active) };
  };

  const pathTo = (element) => {
    const card = element.closest(".board .change");
    if (card) return `[data-code="${card.dataset.code}"] .change-text a`;
    const place = element.closest("#sheet") ? "#sheet " : ".studio ";
    if (element.name) return `${place}[name="${element.name}"][value="${CSS.escape(element.value)}"]`;
    const href = element.getAttribute("href");
    return href ? `${place}a[href="${CSS.escape(href)}"]` : element.id ? `#${element.id}` : null;
  };

  /** Bring a card back to this height of the window: by scrolling, else by making room. */
  const hold = (card, top) => {
    const off = () => card.getBoundingClientRect().top - top;
    scrollBy({ top: off(), behavior: "instant" });
    if (off() < -1) studio().style.marginBlockStart = `${-off()}px`;
    if (off() > 1) studio().style.paddingBlockEnd = `${off()}px`;
    scrollBy({ top: off(), behavior: "instant" });
  };

  const scrolls = () => [".board-scroll", "#sheet", ".sheet-inner"].map((name) => {
    const one = studio().querySelector(name);
    return one ? [name, one.scrollLeft, one.scrollTop] : null;
  }).filter(Boolean);

  async function renew() {
    const answer = await fetch(location.href, { cache: "no-store" });
    const text = answer.ok && !answer.redirected ? await answer.text() : "";
    if (!text || !free()) return;
    const { code, top, focus } = held(), places = scrolls();
    const settle = () => {
      for (const [name, left, down] of places) studio().querySelector(name)?.scrollTo({ left, top: down, behavior: "instant" });
      const card = code && studio().querySelector(`[data-code="${code}"]`);
      if (card) hold(card, top);
    };
    const kept = writing() && focus?.startsWith("#sheet");
    if (!swap(text, null, settle, true)) return;
    if (focus && !kept) document.querySelector(focus)?.focus({ preventScroll: true });
    if (writing() || Date.now() - saidAt < QUIET) return;
    saidAt = Date.now();
    announce(studio().dataset.followed);
  }

  async function look() {
    try {
      if (free()) {
        const answer = await fetch(studio().dataset.follow, { cache: "no-store" });
        const changed = answer.ok && !answer.redirected && await answer.text() !== studio().dataset.mark;
        if (changed && free()) await renew();
      }
    } catch { /* the network is away: the next look may find it back */ }
    setTimeout(look, PACE);
  }
  setTimeout(look, PACE);
}
