// Which numbers of the ring cover another, or stand far from their nodes with no line to them; joined by commas.
(() => {
  const nodes = [...document.querySelectorAll("#ring [data-node]")].map((node) => ({
    n: node.dataset.node,
    label: node.querySelector("text").getBoundingClientRect(),
    dot: node.querySelector("circle.dot").getBoundingClientRect(),
  }));
  const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
  const apart = ([x1, y1], [x2, y2]) => Math.hypot(x1 - x2, y1 - y2);
  const ends = [...document.querySelectorAll("#ring .leader")].map((line) => {
    const point = line.getPointAtLength(line.getTotalLength()).matrixTransform(line.getScreenCTM());
    return [point.x, point.y];
  });
  const covers = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  return nodes.flatMap((a, i) => [
    ...nodes.slice(i + 1).filter((b) => covers(a.label, b.label)).map((b) => `${a.n} covers ${b.n}`),
    ...(apart(middle(a.label), middle(a.dot)) > 30 && !ends.some((end) => apart(end, middle(a.label)) < 15)
      ? [`${a.n} stands alone`] : []),
  ]).join();
})()
