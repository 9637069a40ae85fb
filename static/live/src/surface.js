/** Where the words of a formatted text stand on the page, for the carets of others. */
const caret = ({ quill }, index) => {
  const box = quill.container.getBoundingClientRect();
  const { left, top, height } = quill.getBounds(index);
  return [{ left: left + box.left, top: top + box.top, width: 0, height }];
};

function span({ quill, root }, from, to) {
  const [start, first, end, last] = quill.selection.rangeToNative({ index: from, length: to - from });
  if (!start || !end) return [];
  const range = document.createRange();
  range.setStart(start, first);
  range.setEnd(end, last);
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), rects = [];
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (!range.intersectsNode(node)) continue;
    const part = document.createRange();
    part.setStart(node, node === start ? first : 0);
    part.setEnd(node, node === end ? last : node.length);
    rects.push(...part.getClientRects());
  }
  return rects;
}

/** As `Mirror` of carets.js is for a textarea. `rich.again` is called when the words moved. */
export const surfaceOf = (rich) => ({
  element: rich.root,
  get length() { return rich.text.length; },
  listen(again) {
    rich.again = again;
    rich.quill.on("text-change", again);
    rich.root.addEventListener("scroll", again, { passive: true, signal: rich.stopping.signal });
  },
  layOut(over) {
    const { root } = rich;
    over.style.left = `${root.offsetLeft + root.clientLeft}px`;
    over.style.top = `${root.offsetTop + root.clientTop}px`;
    over.style.width = `${root.clientWidth}px`;
    over.style.height = `${root.clientHeight}px`;
  },
  rects(from, to, over) {
    const origin = over.getBoundingClientRect();
    const found = from === to ? caret(rich, from) : span(rich, from, to);
    return found.map(({ left, top, width, height }) =>
      ({ x: left - origin.left, y: top - origin.top, w: width, h: height }));
  },
});
