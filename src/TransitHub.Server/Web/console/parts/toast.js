import { el } from '../../app/dom.js';
import { t } from '../../app/texts.js';

const shownMilliseconds = 8000;
const most = 3;

/** Says a sentence: shown for a while at the window's foot, and read aloud where a page is read aloud. */
export function say(text) {
  const place = document.getElementById('said');
  const toast = el('div.toast', {}, el('span.grow', {}, text));
  toast.append(el('button.tool', { type: 'button', 'aria-label': t('part.dismiss'), on: { click: () => toast.remove() } }, '✕'));
  place.append(toast);
  while (place.children.length > most) place.firstElementChild.remove();
  setTimeout(() => toast.remove(), shownMilliseconds);
}
