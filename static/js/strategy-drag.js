/** Drags on the canvas, with a mouse, a pen or a finger: a card to another place of its column, or
 *  its round handle to the card that it leads to. Escape gives up; each has its button elsewhere. */
import { cardOf, draft } from "./strategy-curves.js";

const FAR = 6;

export function dragging({ board, linked, placed }) {
  let drag = null;

  const clear = () => {
    for (const name of ["is-target", "is-dragged", "is-drop-before", "is-drop-after"]) {
      for (const card of board().querySelectorAll(`.${name}`)) card.classList.remove(name);
    }
  };
  const stop = () => {
    if (!drag) return;
    clear();
    draft(board(), "", null);
    drag = null;
  };
  const under = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".board [data-code]");

  /** Where the card would fall: before which one of its column ("" for last). */
  const fall = (event) => {
    const column = cardOf(board(), drag.code).closest(".col");
    const cards = [...column.querySelectorAll(".change")].filter((card) => card.getClientRects().length);
    const edge = column.getBoundingClientRect();
    if (event.clientX < edge.left - 40 || event.clientX > edge.right + 40) return null;
    const below = cards.find((card) => { const r = card.getBoundingClientRect(); return event.clientY < r.top + r.height / 2; });
    return { below, last: cards.at(-1) };
  };

  document.addEventListener("pointerdown", (event) => {
    const card = event.target.closest?.(".board .change");
    if (!card || event.button || !event.isPrimary) return;
    const handle = event.target.closest("[data-tool='handle']"), grip = event.target.closest("[data-tool='grip']");
    if (event.target.closest("[data-tool]") && !handle && !grip) return;
    if (event.pointerType === "touch" && !handle && !grip) return;
    if (!(handle ? board().dataset.link : board().dataset.move)) return;
    drag = { code: card.dataset.code, kind: handle ? "link" : "move", x: event.clientX, y: event.clientY, on: false };
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.on && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
    drag.on = true;
    event.preventDefault();
    clear();
    if (drag.kind === "link") {
      draft(board(), drag.code, event);
      const target = under(event);
      if (target && target.dataset.code !== drag.code) target.classList.add("is-target");
      return;
    }
    cardOf(board(), drag.code).classList.add("is-dragged");
    const place = fall(event);
    if (place?.below) place.below.classList.add("is-drop-before");
    else place?.last?.classList.add("is-drop-after");
  }, { passive: false });

  document.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { code, kind, on } = drag;
    const target = on && kind === "link" ? under(event) : null;
    const place = on && kind === "move" ? fall(event) : null;
    stop();
    if (!on) return;
    document.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50);
    if (target) linked(code, target.dataset.code);
    else if (place && place.below?.dataset.code !== code) {
      const before = place.below ? place.below.dataset.code : "";
      if (next(code) !== before) placed(code, before);
    }
  });

  /** The card that already stands just after this one: dropping there changes nothing. */
  const next = (code) => {
    const cards = [...cardOf(board(), code).closest(".col").querySelectorAll(".change")];
    return cards[cards.findIndex((card) => card.dataset.code === code) + 1]?.dataset.code ?? "";
  };
  const swallow = (event) => { event.preventDefault(); event.stopPropagation(); };

  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && drag) { event.preventDefault(); stop(); } });
  document.addEventListener("dragstart", (event) => { if (event.target.closest?.(".board")) event.preventDefault(); });
}
