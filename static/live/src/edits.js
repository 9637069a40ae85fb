/** What Quill says was typed, as replacements that never cut a character: where two of them begin
 *  alike (🇫🇷, 🌾), comparing texts unit by unit finds half a pair of surrogates, and half of one is
 *  a character lost for everybody. */
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Whether a place is in the middle of a character. */
export const cuts = (words, at) => at > 0 && /^[\ud800-\udbff][\udc00-\udfff]/.test(words.slice(at - 1, at + 1));

/** The same replacement in `words`, made larger where it cuts a character: {at, remove, pieces},
 *  and `over`, how many units of what stood after it were written again. */
export function whole(words, { at, remove, pieces }) {
  const end = at + remove;
  const before = cuts(words, at) ? words[at - 1] : "", after = cuts(words, end) ? words[end] : "";
  if (before || after) {
    pieces = pieces.length ? pieces.map((one) => ({ ...one })) : [{ words: "" }];
    pieces[0].words = before + pieces[0].words;
    pieces.at(-1).words += after;
  }
  return {
    at: at - before.length,
    remove: remove + before.length + after.length,
    pieces: pieces.map((one) => ({ ...one, words: one.words.replace(LONE, "") })).filter((one) => one.words),
    over: after.length,
  };
}
