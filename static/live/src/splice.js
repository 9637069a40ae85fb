/** What changed between two texts, as one replacement: what people type is one, at their caret. */
const high = (unit) => unit >= 0xd800 && unit <= 0xdbff;
const low = (unit) => unit >= 0xdc00 && unit <= 0xdfff;

/** {at, remove, insert} that makes `old` into `now`; null when they are the same. `caret`: where the
 *  caret stands in `now`, which decides between equal letters. A pair of surrogates is never cut. */
export function splice(old, now, caret = now.length) {
  if (old === now) return null;
  const most = Math.min(old.length, now.length);
  const same = (tail) => old.charCodeAt(old.length - 1 - tail) === now.charCodeAt(now.length - 1 - tail);
  const after = Math.min(most, Math.max(0, now.length - caret));
  let tail = 0, at = 0;
  while (tail < after && same(tail)) tail++;
  while (at < most - tail && old.charCodeAt(at) === now.charCodeAt(at)) at++;
  while (tail < most - at && same(tail)) tail++;
  if (at && high(old.charCodeAt(at - 1))) at--;
  if (tail && low(old.charCodeAt(old.length - tail))) tail--;
  return { at, remove: old.length - tail - at, insert: now.slice(at, now.length - tail) };
}

/** The replacements, last first, that bring into `theirs` what makes `base` into `mine`. Words that
 *  others wrote meanwhile stay, even inside what I took away. */
export function rebase(base, mine, theirs, caret) {
  const own = splice(base, mine, caret);
  const other = splice(base, theirs);
  if (!own || !other) return own ? [own] : [];
  const [a, b] = [own.at, own.at + own.remove];
  const [c, d] = [other.at, other.at + other.remove];
  const grown = other.insert.length - other.remove;
  const made = [];
  if (b > d || a > c) {
    const from = Math.max(a, d);
    made.push({ at: from + grown, remove: Math.max(0, b - from), insert: a > c ? own.insert : "" });
  }
  if (a <= c) made.push({ at: a, remove: Math.max(0, Math.min(b, c) - a), insert: own.insert });
  return made;
}
