import { el } from '../../../app/dom.js';
import { number } from '../../../app/format.js';
import { hasText, t } from '../../../app/texts.js';
import { now } from '../../hub.js';
import { card, chip, figure, figures } from '../../parts/parts.js';
import { Table } from '../../parts/table.js';
import { toLocal } from '../../parts/zone-time.js';

const mostDays = 92;

/** 20261123 → 2026-11-23 */
export const day = (date) => (date === undefined ? '?' : `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`);

/** What changed between two versions: at a glance, by kind, by day, by line. */
export function differenceCards(told) {
  if (told === null) return [];
  if (told.is_equal) return [card(null, el('p.note', {}, t('statics.equal')))];
  const kinds = told.entities.filter((kind) => kind.before + kind.after > 0);
  return [
    card(t('statics.glance', { before: told.before.version, after: told.after.version }),
      figures(...kinds.map((kind) => figure({ label: t(`statics.kind.${kind.kind}`), value: number(kind.after), hint: `+${number(kind.added_count)} −${number(kind.removed_count)}` })),
        figure({ label: t('statics.ids'), value: `${number(Math.round(told.percent_broken_ids * 10) / 10)} %`, hint: t('statics.ids.what'), tone: told.percent_broken_ids > 5 ? 'bad' : told.percent_broken_ids > 0 ? 'warn' : 'plain' })),
      kinds.length > 0 && el('ul.change-bars', {}, ...kinds.map(changeBar)), legend()),
    daysCard(told), routesCard(told),
    ...kinds.filter((kind) => kind.added_count + kind.removed_count > 0).map(idsCard),
    movedCard(told), textsCard(told), filesCard(told),
  ].filter(Boolean);
}

/** What stayed, came and went of a kind, as shares of one bar, with the numbers beside it. */
function changeBar(kind) {
  const kept = kind.after - kind.added_count;
  const all = Math.max(1, kept + kind.added_count + kind.removed_count);
  const part = (name, value) => value > 0 && el(`span.part.${name}`, { style: { '--share': `${(100 * value) / all}%` } });
  return el('li', {}, el('span.change-name', {}, t(`statics.kind.${kind.kind}`)),
    el('span.change-track', { 'aria-hidden': true }, part('stayed', kept), part('added', kind.added_count), part('removed', kind.removed_count)),
    el('span.change-figures', {}, t('statics.change', { kept: number(kept), added: number(kind.added_count), removed: number(kind.removed_count) })));
}

const legend = () => el('p.sub.change-legend', { 'aria-hidden': true }, ...['stayed', 'added', 'removed'].map((name) => el('span', {}, el(`span.part.${name}`, {}), t(`statics.${name}`))));

/** Departures by day, before beside after. */
function daysCard(told) {
  if (told.days.length === 0) return null;
  const today = toLocal(now()).slice(0, 10).replaceAll('-', '');
  const ahead = told.days.filter((one) => one.date >= today);
  const days = (ahead.length > 0 ? ahead : told.days).slice(0, mostDays);
  const most = Math.max(1, ...days.flatMap((one) => [one.before, one.after]));
  const bar = (name, value) => el(`span.day-bar.${name}`, { style: { '--share': `${(100 * value) / most}%` } });
  const table = new Table({
    caption: t('statics.days.caption'), keyOf: (row) => row.date, columns: [
      { key: 'date', label: t('statics.day'), show: (row) => day(row.date), sortBy: (row) => row.date }, { key: 'before', label: t('statics.before'), isNumber: true, show: (row) => number(row.before), sortBy: (row) => row.before },
      { key: 'after', label: t('statics.after'), isNumber: true, show: (row) => number(row.after), sortBy: (row) => row.after },
    ],
  });
  return card(t('statics.days.title', { n: number(told.days.length + (told.left_out.days ?? 0)) }),
    el('div.day-bars', { 'aria-hidden': true }, ...days.map((one) => el('span.day', { title: `${day(one.date)}: ${number(one.before)} → ${number(one.after)}` }, bar('before', one.before), bar('after', one.after)))),
    el('p.sub.change-legend', { 'aria-hidden': true }, el('span', {}, el('span.part.removed', {}), t('statics.before')), el('span', {}, el('span.part.stayed', {}), t('statics.after')), el('span', {}, `${day(days[0].date)} – ${day(days.at(-1).date)}`)),
    el('details.fold', { 'data-key': 'days' }, el('summary', {}, t('chart.figures')), table.show(days)));
}

const seconds = (value) => `${String(Math.floor(value / 3600)).padStart(2, '0')}:${String(Math.floor((value % 3600) / 60)).padStart(2, '0')}`;
const service = (one) => (one === null || one === undefined ? t('statics.noService')
  : [t('statics.service', { n: number(one.departures), first: seconds(one.first_seconds), last: seconds(one.last_seconds) }), one.headway_minutes != null && t('statics.headway', { n: number(Math.round(one.headway_minutes * 10) / 10) })].filter(Boolean).join(', '));

function routesCard(told) {
  if (told.routes.length === 0) return null;
  const table = new Table({
    caption: listed(told, 'routes'), keyOf: (row) => `${row.route_id} ${row.day_type}`, columns: [
      { key: 'name', label: t('statics.line'), show: (row) => row.name || row.route_id, sortBy: (row) => row.name || row.route_id },
      { key: 'day', label: t('statics.dayType'), show: (row) => (hasText(`statics.dayType.${row.day_type}`) ? t(`statics.dayType.${row.day_type}`) : row.day_type), sortBy: (row) => row.day_type },
      { key: 'what', label: t('statics.what'), show: (row) => routeChip(row), sortBy: (row) => (row.after?.departures ?? 0) - (row.before?.departures ?? 0) },
      { key: 'before', label: t('statics.before'), show: (row) => service(row.before) }, { key: 'after', label: t('statics.after'), show: (row) => service(row.after) },
    ],
  });
  return card(t('statics.routes.title'), table.show(told.routes));
}

function routeChip(row) {
  if (row.before == null) return chip('good', t('statics.added'));
  if (row.after == null) return chip('bad', t('statics.removed'));
  const more = row.after.departures - row.before.departures;
  return chip(more < 0 ? 'warn' : 'plain', more === 0 ? t('statics.changed') : t('statics.departures', { n: `${more > 0 ? '+' : '−'}${number(Math.abs(more))}` }));
}

const listed = (told, name) => t('statics.listed', { n: number(told[name].length), of: number(told[name].length + (told.left_out[name] ?? 0)) });

function idsCard(kind) {
  const list = (name, ids, count) => ids.length > 0 && el('div', {}, el('h3', {}, t(`statics.${name}.n`, { n: number(count) })), el('ul.ids', {}, ...ids.slice(0, 200).map((id) => el(`li.${name}`, {}, id))), count > 200 && el('p.sub', {}, t('difference.more', { n: number(count - 200) })));
  return el('details.fold.card', { 'data-key': `ids ${kind.kind}` }, el('summary', {}, `${t(`statics.kind.${kind.kind}`)}: +${number(kind.added_count)} −${number(kind.removed_count)}`),
    el('div.columns', {}, list('added', kind.added, kind.added_count), list('removed', kind.removed, kind.removed_count)));
}

function foldedTable(told, name, title, columns, keyOf) {
  if (told[name].length === 0) return null;
  return el('details.fold.card', { 'data-key': name }, el('summary', {}, `${title}: ${number(told[name].length + (told.left_out[name] ?? 0))}`), new Table({ caption: listed(told, name), columns, keyOf }).show(told[name]));
}

const movedCard = (told) => foldedTable(told, 'moved', t('statics.moved'), [
  { key: 'name', label: t('statics.stop'), show: (row) => row.name || row.id, sortBy: (row) => row.name }, { key: 'meters', label: t('statics.meters'), isNumber: true, show: (row) => number(Math.round(row.meters)), sortBy: (row) => row.meters },
], (row) => row.id);

const textsCard = (told) => foldedTable(told, 'texts', t('statics.texts'), [
  { key: 'id', label: t('statics.id'), show: (row) => `${row.kind} ${row.id}`, sortBy: (row) => row.id }, { key: 'field', label: t('statics.field'), show: (row) => row.field, sortBy: (row) => row.field },
  { key: 'before', label: t('statics.before'), show: (row) => row.before }, { key: 'after', label: t('statics.after'), show: (row) => row.after },
], (row) => `${row.kind} ${row.id} ${row.field}`);

const filesCard = (told) => foldedTable(told, 'files', t('statics.files'), [
  { key: 'file', label: t('statics.file'), show: (row) => row.file, sortBy: (row) => row.file }, { key: 'before', label: t('statics.rowsBefore'), isNumber: true, show: (row) => (row.rows_before == null ? '—' : number(row.rows_before)), sortBy: (row) => row.rows_before },
  { key: 'after', label: t('statics.rowsAfter'), isNumber: true, show: (row) => (row.rows_after == null ? '—' : number(row.rows_after)), sortBy: (row) => row.rows_after },
  { key: 'added', label: '+', isNumber: true, show: (row) => number(row.added), sortBy: (row) => row.added }, { key: 'removed', label: '−', isNumber: true, show: (row) => number(row.removed), sortBy: (row) => row.removed },
], (row) => row.file);
