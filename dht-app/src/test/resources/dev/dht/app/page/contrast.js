// Every text whose contrast with what is behind it is less than 4.5 (WCAG 2.2, 1.4.3 AA), as "ratio text".
(() => {
  const parse = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const channel = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = parse(getComputedStyle(e).backgroundColor);
      if (color.length === 3 || color[3] === 1) {
        return color;
      }
    }
    return parse(getComputedStyle(document.body).backgroundColor);
  };
  const low = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim();
    const element = texts.currentNode.parentElement;
    const isShown = element.getClientRects().length > 0 && !element.closest(".hidden, option, title, script, noscript");
    // A control that is off may be paler (WCAG 1.4.3, "Incidental").
    if (text === "" || !isShown || element.closest(":disabled")) {
      continue;
    }
    const style = getComputedStyle(element);
    const [a, b] = [light(parse(element instanceof SVGElement ? style.fill : style.color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) {
      low.push(`${ratio.toFixed(2)} ${text.slice(0, 40)}`);
    }
  }
  return low.join("; ");
})()
