import { el } from '../../app/dom.js';
import { number } from '../../app/format.js';

/**
 * Amounts side by side, the largest as wide as there is room: a list in which each row says its amount in words, too.
 * @param {string} label what the list is, for who does not see it
 * @param {{ key: string, label: string, value: number, text?: string, hint?: string, tone?: 'good' | 'warn' | 'bad', href?: string, isCurrent?: boolean }[]} rows in the order shown
 */
export function bars(label, rows) {
  const most = Math.max(1, ...rows.map((row) => row.value));
  return el('ul.bars', { 'aria-label': label }, ...rows.map((row) => {
    const content = [
      el('span.bar-label', {}, row.label), el('span.bar-value', {}, row.text ?? number(row.value)),
      el('span.bar-track', { 'aria-hidden': true }, el(`span.bar-fill.tone-${row.tone ?? 'plain'}`, { style: { '--share': `${(100 * row.value) / most}%` } })),
      row.hint && el('span.sub', {}, row.hint),
    ];
    return el('li', {}, row.href === undefined ? el('div.bar-row', {}, ...content)
      : el('a.bar-row', { href: row.href, 'data-key': `bar ${row.key}`, 'aria-current': row.isCurrent === true ? 'true' : null }, ...content));
  }));
}
