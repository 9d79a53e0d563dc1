import { el } from '../../app/dom.js';
import { timeWithSeconds } from '../../app/format.js';
import { t } from '../../app/texts.js';
import { now } from '../hub.js';
import { redraw } from './redraw.js';
import { failed, working } from './states.js';

/**
 * Reads again and again while somebody looks, and draws what it read. What was drawn stays when a later reading fails, and says so.
 * @param {Element} into
 * @param {{ seconds: number, read: () => Promise<any>, draw: (read: any) => Node[] }} how draw returns what is shown; charts of its own it may return again
 * @returns {{ close(): void, again(): Promise<void> }} again reads now
 */
export function live(into, { seconds, read, draw }) {
  const stale = el('div.stale', { role: 'status' });
  const body = el('div.live', {}, working());
  let drawnAt = null;
  let isClosed = false;
  into.append(stale, body);

  async function again() {
    let told;
    try {
      told = await read();
    } catch (error) {
      if (!isClosed) showFailure(error);
      return;
    }
    if (isClosed) return;
    drawnAt = now();
    stale.replaceChildren();
    redraw(body, ...draw(told));
  }

  function showFailure(error) {
    if (drawnAt === null) redraw(body, failed(error, again));
    else stale.replaceChildren(el('p.note.warn', {}, t('part.stale', { at: timeWithSeconds(drawnAt) })));
  }

  const timer = setInterval(() => document.visibilityState === 'visible' && again(), seconds * 1000);
  again();
  return {
    again,
    close() {
      isClosed = true;
      clearInterval(timer);
    },
  };
}
