/** Making elements. No text ever becomes markup. */

const SVG = "http://www.w3.org/2000/svg";

function make(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An element of HTML. Attributes that begin with "on" are listeners; those that are null or false are left out. */
export const h = (tag, attributes, ...children) => make(document.createElement(tag), attributes, children);

/** An element of SVG. */
export const s = (tag, attributes, ...children) => make(document.createElementNS(SVG, tag), attributes, children);

export const byId = (id) => document.getElementById(id);

/** The text of an element, set only where it is another, so that screen readers are not told the same again. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Facts as the terms and definitions of a list: each the term, then all that its definition is made of. */
export function facts(list, pairs) {
  list.replaceChildren(...pairs.filter(Boolean).flatMap(([term, ...value]) => [h("dt", null, term), h("dd", null, ...value)]));
}

/**
 * A table of rows.
 *
 * @param columns each {name, cell(row), number?, words?}
 */
export function table(element, caption, columns, rows) {
  const kind = (column) => (column.number ? "number" : column.words ? "words" : null);
  element.replaceChildren(
    h("caption", null, caption),
    h("thead", null, h("tr", null, columns.map((c) => h("th", { scope: "col", class: kind(c) }, c.name)))),
    h("tbody", null, rows.map((row) => h("tr", null, columns.map((c) => h("td", { class: kind(c) }, c.cell(row)))))),
  );
}

/** The options of a select, made anew only where they changed; what was chosen stays if it is still there. */
export function options(select, pairs) {
  const wanted = JSON.stringify(pairs);
  if (select.dataset.options === wanted) {
    return;
  }
  const chosen = select.value;
  select.dataset.options = wanted;
  select.replaceChildren(...pairs.map(([value, text]) => h("option", { value }, text)));
  if (pairs.some(([value]) => String(value) === chosen)) {
    select.value = chosen;
  }
}

/**
 * A drawing that is as wide as its place: drawn in its pixels, and again when the width changes.
 *
 * @param draw given the width, gives an svg or null for nothing
 * @return draws again, with what is known by then
 */
export function drawing(place, draw) {
  let width = 0;
  const again = () => {
    const svg = width > 0 ? draw(width) : null;
    place.replaceChildren(...(svg ? [svg] : []));
  };
  new ResizeObserver((sizes) => {
    const now = Math.floor(sizes[0].contentRect.width);
    if (now !== width) {
      width = now;
      again();
    }
  }).observe(place);
  return again;
}

/** An svg of so many pixels with what it shows in words. */
export const picture = (width, height, words, ...children) =>
  s("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": words }, ...children);

/** A cross, for what is gone or silent. */
export const cross = (x, y, r, title) =>
  s("path", { class: "cross", d: `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}` },
    title ? s("title", null, title) : null);

/** A square on its tip, for an id. */
export const diamond = (x, y, r, name, title) =>
  s("path", { class: name, d: `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z` }, title ? s("title", null, title) : null);

export const dot = (x, y, r, name, title) =>
  s("circle", { class: name, cx: x, cy: y, r }, title ? s("title", null, title) : null);

/** What marks mean: each [mark drawn around 9,9, words]. */
export function legend(place, marks) {
  place.replaceChildren(...marks.map(([mark, words]) =>
    h("span", null, s("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" }, mark), words)));
}
