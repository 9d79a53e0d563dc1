import { put } from '../../app/dom.js';

/**
 * Replaces what is in an element by what it should show now. The keyboard's focus and what is unfolded stay by data-key; while
 * somebody marks text in it, nothing moves.
 * @returns {boolean} false: it was left as it is
 */
export function redraw(element, ...children) {
  const marked = getSelection();
  if (marked !== null && !marked.isCollapsed && element.contains(marked.anchorNode)) return false;
  const focused = element.contains(document.activeElement) ? document.activeElement.getAttribute('data-key') : null;
  const unfolded = new Set([...element.querySelectorAll('details[open][data-key]')].map((details) => details.getAttribute('data-key')));
  const scrolled = [...element.querySelectorAll('[data-scroll]')].map((part) => [part.getAttribute('data-scroll'), part.scrollLeft]);
  element.replaceChildren();
  put(element, ...children);
  for (const details of element.querySelectorAll('details[data-key]')) details.open ||= unfolded.has(details.getAttribute('data-key'));
  for (const [key, left] of scrolled) {
    const part = element.querySelector(`[data-scroll="${CSS.escape(key)}"]`);
    if (part !== null) part.scrollLeft = left;
  }
  if (focused !== null) element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  return true;
}
