import { el } from '../../app/dom.js';
import { t } from '../../app/texts.js';

/** Something is being read. */
export const working = () => el('div.state.working', {}, el('span.spinner', { 'aria-hidden': true }), el('p', { role: 'status' }, t('part.working')));

/**
 * There is nothing, and what to do next.
 * @param {string} title what there is not
 * @param {string} [text] why, or what would fill it
 * @param {...Node} actions links or buttons that lead on
 */
export const empty = (title, text, ...actions) =>
  el('div.state.nothing', {}, el('p.state-title', {}, title), text && el('p', {}, text), actions.length > 0 && el('p.actions', {}, ...actions));

/** It could not be read: why, and again. */
export function failed(error, again) {
  const title = error.status === 0 ? t('part.offline') : error.title ?? t('part.failed');
  return el('div.state.broken', { role: 'alert' },
    el('p.state-title', {}, title), el('p', {}, error.status === 0 ? t('part.offline.what') : error.detail ?? t('part.failed.what', { status: error.status ?? '?' })),
    el('p.actions', {}, el('button.action', { type: 'button', 'data-key': 'again', on: { click: again } }, t('part.again'))));
}

/** Who sits here may not see it: what it needs, and who gives it. */
export const needsRole = (role, session) => el('div.state.nothing', {},
  el('p.state-title', {}, t('part.needs', { role: t(`role.${role}`) })), el('p', {}, t('part.needs.what', { mine: t(`role.${session.role}`) })));
