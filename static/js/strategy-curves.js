/** Draws the links of the canvas as curves, from the right edge of a card to the left edge of the
 *  next, and lights a card's path. What is folded is drawn from its fold; a link that jumps a level
 *  follows its lane; a link inside a level goes round on the left. */
const SVG = "http://www.w3.org/2000/svg";
const EDGE = 6;

export const cardOf = (board, code) => board.querySelector(`[data-code="${code}"]`);

/** The links of a board: [{source, target, kind}]. */
export function linksOf(board) {
  const text = board.querySelector("svg.links").dataset.links;
  return text.split("|").filter(Boolean).map((one) => {
    const [source, target, ...kind] = one.split(" ");
    return { source, target, kind };
  });
}

/** Every code on the way through `code`, and the links between, as "D1 I1". */
export function pathOf(links, code) {
  const side = (from, to) => {
    const seen = new Set([code]);
    for (const here of seen) for (const link of links) if (link[from] === here) seen.add(link[to]);
    return seen;
  };
  const before = side("target", "source"), after = side("source", "target");
  const both = (set, link) => set.has(link.source) && set.has(link.target);
  const between = links.filter((link) => both(before, link) || both(after, link));
  return {
    codes: new Set([...before, ...after]),
    links: new Set(between.map((link) => `${link.source} ${link.target}`)),
  };
}

/** Where a card is drawn: itself, or the fold that hides it. */
function boxes(board) {
  const origin = board.getBoundingClientRect();
  const found = new Map();
  const measure = (element, key) => {
    const r = element.getBoundingClientRect();
    return { key, x: r.left - origin.left, y: r.top - origin.top, w: r.width, h: r.height };
  };
  for (const element of board.querySelectorAll("[data-code]")) {
    const fold = element.closest("details:not([open])");
    const shown = fold ? fold.querySelector("summary") : element;
    found.set(element.dataset.code, measure(shown, fold ? fold.dataset.fold : element.dataset.code));
  }
  const lanes = new Map();
  for (const element of board.querySelectorAll("[data-lane]")) {
    const lane = measure(element, "");
    if (lane.h) lanes.set(element.dataset.lane, [...(lanes.get(element.dataset.lane) ?? []), lane]);
  }
  return { found, lanes, width: origin.width, height: origin.height };
}

/** One curve for each pair of boxes: folded links to the same place are drawn once. */
function pairs(links, found, lanes) {
  const made = new Map();
  for (const link of links) {
    const a = found.get(link.source), b = found.get(link.target);
    if (!a || !b || a.key === b.key) continue;
    const key = `${a.key}>${b.key}`;
    const one = made.get(key) ?? { a, b, via: lanes.get(`${link.source} ${link.target}`) ?? [], kinds: new Set(), names: [] };
    for (const kind of link.kind) one.kinds.add(kind);
    one.names.push(`${link.source} ${link.target}`);
    made.set(key, one);
  }
  return [...made.values()];
}

const middle = (box) => box.y + box.h / 2;

function ends(curves) {
  const fan = (mine, other, near) => {
    const groups = Map.groupBy ? Map.groupBy(curves, (one) => one[mine].key) : grouped(curves, (one) => one[mine].key);
    for (const group of groups.values()) {
      group.sort((p, q) => middle(near(p) ?? p[other]) - middle(near(q) ?? q[other]));
      group.forEach((one, at) => { one[`${mine}At`] = [at, group.length]; });
    }
  };
  fan("a", "b", (one) => one.via[0]);
  fan("b", "a", (one) => one.via.at(-1));
}

function grouped(list, key) {
  const map = new Map();
  for (const one of list) map.set(key(one), [...(map.get(key(one)) ?? []), one]);
  return map;
}

function shape(one) {
  const { a, b, via } = one;
  const y1 = a.y + (a.h * (one.aAt[0] + 1)) / (one.aAt[1] + 1);
  let x2 = b.x, y2 = b.y + (b.h * (one.bAt[0] + 1)) / (one.bAt[1] + 1), gap = EDGE;
  if (Math.abs(a.x - b.x) < 2) {
    const out = Math.max(6, Math.min(20, a.x - 4));
    return [`M${a.x} ${y1}C${a.x - out} ${y1} ${x2 - out} ${y2} ${x2 - gap} ${y2}`, x2 - gap, y2];
  }
  if (b.key === "V") {
    const spread = Math.min(0.13, 0.8 / one.bAt[1]);
    const bend = (one.bAt[0] - (one.bAt[1] - 1) / 2) * spread;
    y2 = b.y + b.h * (0.5 + bend);
    x2 += Math.min(b.w * 0.38, 110) * (1 - Math.sqrt(Math.max(0, 1 - (2 * bend) ** 2)));
    gap = 10;
  }
  let x = a.x + a.w, y = y1, path = `M${x} ${y}`;
  for (const lane of [...via].sort((p, q) => p.x - q.x)) {
    const c = (lane.x - x) / 2;
    path += `C${x + c} ${y} ${lane.x - c} ${middle(lane)} ${lane.x} ${middle(lane)}H${lane.x + lane.w}`;
    x = lane.x + lane.w; y = middle(lane);
  }
  const c = Math.max(12, (x2 - x) / 2);
  return [`${path}C${x + c} ${y} ${x2 - c} ${y2} ${x2 - gap} ${y2}`, x2 - gap, y2];
}

function stroke(svg, d, kinds, names) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", d);
  path.setAttribute("class", [...kinds].join(" "));
  path.dataset.names = names.join("|");
  svg.append(path);
}

/** Draw every curve of the board again. */
export function draw(board) {
  const svg = board.querySelector("svg.links");
  const { found, lanes, width, height } = boxes(board);
  const curves = pairs(linksOf(board), found, lanes);
  ends(curves);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.replaceChildren();
  curves.sort((p, q) => p.kinds.has("hot") - q.kinds.has("hot"));
  for (const one of curves) {
    const [d, x, y] = shape(one);
    stroke(svg, d, one.kinds, one.names);
    stroke(svg, `M${x - 1} ${y - 4}l6 4l-6 4`, ["tip", ...one.kinds], one.names);
  }
}

/** A line from a card to the pointer, while a link is being drawn; nothing to take it away. */
export function draft(board, code, to) {
  const svg = board.querySelector("svg.links");
  svg.querySelector(".draft")?.remove();
  if (!to) return;
  const origin = board.getBoundingClientRect();
  const from = cardOf(board, code).getBoundingClientRect();
  const x = from.right - origin.left, y = from.top + from.height / 2 - origin.top;
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", "draft");
  path.setAttribute("d", `M${x} ${y}L${to.clientX - origin.left} ${to.clientY - origin.top}`);
  svg.append(path);
}

/** Light the path of a card while it is pointed at; null puts the board back as it was. */
export function light(board, code) {
  const path = code ? pathOf(linksOf(board), code) : null;
  for (const card of board.querySelectorAll(".change")) {
    card.classList.toggle("is-lit", Boolean(path?.codes.has(card.dataset.code)) && card.dataset.code !== code);
  }
  for (const line of board.querySelectorAll("svg.links [data-names]")) {
    line.classList.toggle("lit", Boolean(path) && line.dataset.names.split("|").some((name) => path.links.has(name)));
  }
}
