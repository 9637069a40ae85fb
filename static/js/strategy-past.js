/** Draws the curves of a past strategy, and again when the page changes its size. */
import { draw } from "./strategy-curves.js";

const board = document.querySelector("[data-past-board]");
if (board) new ResizeObserver(() => { if (board.getClientRects().length) draw(board); }).observe(board);
