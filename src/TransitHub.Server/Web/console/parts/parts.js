import { el } from '../../app/dom.js';

/** A mark a tone, since none is told by its color alone. */
const marks = { good: '✓', warn: '!', bad: '✕', plain: '' };

/** A short word with its tone: "good", "warn", "bad" or "plain". */
export const chip = (tone, text) => el(`span.chip.tone-${tone}`, {}, marks[tone] !== '' && el('span', { 'aria-hidden': true }, `${marks[tone]} `), text);

/** A sentence with its tone. */
export const marked = (tone, text) => el(`span.marked.tone-${tone}`, {}, marks[tone] !== '' && el('span.mark', { 'aria-hidden': true }, `${marks[tone]} `), text);

/** A part of a page with its title; children that are not there are left out. */
export const card = (title, ...children) => el('section.card', {}, title !== null && el('h2', {}, title), ...children);

/**
 * A number to be read from afar.
 * @param {{ label: string, value: string, hint?: string, tone?: 'good' | 'warn' | 'bad' }} what
 */
export const figure = ({ label, value, hint, tone = 'plain' }) =>
  el(`div.figure.tone-${tone}`, {}, el('dt', {}, label), el('dd', {}, tone === 'warn' || tone === 'bad' ? el('span.mark', { 'aria-hidden': true }, `${marks[tone]} `) : null, value), hint && el('dd.sub', {}, hint));

/** Figures in a row. */
export const figures = (...list) => el('dl.figure-row', {}, ...list);

/** A choice of a few, as buttons of which one is pressed. */
export const choice = (label, options, chosen, choose) => el('div.choice', { role: 'group', 'aria-label': label }, ...options.map(({ value, text }) =>
  el('button', { type: 'button', 'aria-pressed': String(value === chosen), 'data-key': `choice ${label} ${value}`, on: { click: () => choose(value) } }, text)));
