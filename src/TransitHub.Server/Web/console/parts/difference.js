import { el } from '../../app/dom.js';
import { t } from '../../app/texts.js';

const mostRows = 60;

/** What an object says, a row for each value that is none itself: "header_text.th" → text. */
function flatten(value, path = '', into = new Map()) {
  if (value === null || value === undefined) return into;
  if (typeof value !== 'object') return into.set(path, String(value));
  for (const [key, inner] of Object.entries(value)) flatten(inner, Array.isArray(value) ? `${path}[${Number(key) + 1}]` : path === '' ? key : `${path}.${key}`, into);
  return into;
}

/**
 * What changed from one object to another, row by row: added, removed, changed and, folded away, what stayed.
 * @param {object | null} before null: there was nothing
 * @param {object | null} after null: there is nothing
 * @param {(path: string, text: string) => string} [tell] a value in words
 */
export function difference(before, after, tell = (_, text) => text) {
  const [was, is] = [flatten(before), flatten(after)];
  const rows = [...new Set([...was.keys(), ...is.keys()])].map((path) => ({ path, was: was.get(path), is: is.get(path) }));
  const changed = rows.filter((row) => row.was !== row.is);
  if (changed.length === 0) return el('p.note', {}, t('difference.none'));
  return el('dl.difference', {}, ...changed.slice(0, mostRows).map((row) => el('div', {},
    el('dt', {}, row.path),
    el('dd', {},
      row.was !== undefined && el('del', {}, el('span.hidden', {}, t('difference.was')), tell(row.path, row.was)),
      row.is !== undefined && el('ins', {}, el('span.hidden', {}, t('difference.is')), tell(row.path, row.is))))),
  changed.length > mostRows && el('div', {}, el('dt', {}, '…'), el('dd', {}, t('difference.more', { n: changed.length - mostRows }))));
}
