/**
 * Makes an element. Text is always set as text, so that no name of a feed can become markup.
 * @param {string} tag name, with classes after dots: "p.note.late"
 * @param {object} [props] properties; "aria-…", "data-…" and "role" as attributes, "on" as listeners by event, "style" as custom properties
 * @param {...(Node|string|null|undefined|false)} children
 */
export function el(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'on') {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (key === 'style') {
      for (const [property, set] of Object.entries(value)) element.style.setProperty(property, set);
    } else if (key.startsWith('aria-') || key.startsWith('data-') || key === 'role' || key === 'for' || key === 'lang') {
      element.setAttribute(key, value === true ? 'true' : value);
    } else {
      element[key] = value;
    }
  }
  put(element, ...children);
  return element;
}

/** Adds children, leaving out what is not there. */
export function put(element, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** Replaces the children; keeps the keyboard's focus on the element of the same data-key. */
export function replace(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.getAttribute('data-key') : null;
  element.replaceChildren();
  put(element, ...children);
  if (focused !== null) element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** A drawing of one path on a grid of 24, in the color of the text around it. */
export function drawing(path, size = 24) {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('width', size);
  svg.setAttribute('height', size);
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(svgNamespace, 'path');
  shape.setAttribute('d', path);
  shape.setAttribute('fill', 'currentColor');
  svg.append(shape);
  return svg;
}
