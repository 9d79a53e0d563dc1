import { el } from '../../app/dom.js';
import { duration, number, timeWithSeconds } from '../../app/format.js';
import { hasText, t } from '../../app/texts.js';
import { now } from '../hub.js';
import { readHistory } from '../history.js';
import { bars } from '../parts/bars.js';
import { TimeChart } from '../parts/chart.js';
import { Field } from '../parts/form.js';
import { live } from '../parts/live.js';
import { card, chip, choice, marked } from '../parts/parts.js';
import { empty } from '../parts/states.js';
import { Table } from '../parts/table.js';
import { normalReasons, remedy, why } from '../reasons.js';
import { openVehicle } from './vehicles/detail.js';

const everySeconds = 10;
const pageSize = 1000;
const mostPages = 20;

/** Vehicles on no trip and why, in sentences, each with what helps. */
export const page = { name: 'vehicles', group: 'see', role: 'viewer', open };

function open(main, context) {
  const filter = { reason: context.parameters.reason ?? '', text: context.parameters.text ?? '', all: context.parameters.all === 'true' };
  const chart = new TimeChart({ title: t('vehicles.chart'), kind: 'area', series: [{ key: 'unmatched', label: t('vehicles.without') }], empty: t('overview.noHistory') });
  const table = makeTable(context);
  const body = el('div.live');
  const search = new Field({ name: 'text', type: 'search', label: t('vehicles.search'), value: filter.text, required: true, changed: (value) => change({ text: value }) });
  let told = null;

  function change(more) {
    Object.assign(filter, more);
    context.keep({ reason: filter.reason, text: filter.text, all: filter.all ? 'true' : undefined });
    drawRows();
  }

  /** Typing filters what was read; nothing else moves. */
  function drawRows() {
    const rows = told.vehicles.filter((vehicle) => isShown(vehicle, filter));
    body.replaceChildren(rows.length > 0 ? card(t('vehicles.list', { n: number(rows.length), of: number(told.vehicles.length) }), table.show(rows)) : noRows(told, filter, context));
  }

  const drawing = live(main, {
    seconds: everySeconds,
    read: async () => ({ ...(await readVehicles(context)), history: await readHistory(context).catch(() => null) }),
    draw: (read) => {
      told = read;
      const { times, series } = read.history ?? { times: [], series: {} };
      chart.show(times, { unmatched: (series.vehicles ?? []).map((value, at) => (value === null || series.matched_vehicles[at] === null ? null : value - series.matched_vehicles[at])) });
      drawRows();
      return [el('div.columns', {}, reasons(read.vehicles, filter, context), chosen(filter, context) ?? chart.element), toolbar(), body];
    },
  });
  const toolbar = () => el('div.toolbar', {}, search.element, choice(t('vehicles.which'), [{ value: false, text: t('vehicles.onlyWithout') }, { value: true, text: t('vehicles.all') }], filter.all, (all) => {
    change({ all });
    drawing.again();
  }));
  if (context.parameters.vehicle !== undefined) openVehicle(context.parameters.vehicle, context);
  return () => {
    drawing.close();
    chart.close();
  };
}

async function readVehicles(context) {
  const vehicles = [];
  let after;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await context.read('/v1/vehicles', { feed: context.feed, limit: pageSize, after });
    vehicles.push(...page.vehicles);
    if (page.next === undefined) break;
    after = page.next;
  }
  return { vehicles };
}

function isShown(vehicle, { reason, text, all }) {
  if (reason !== '' ? vehicle.match.reason !== reason || vehicle.match.matched : !all && vehicle.match.matched) return false;
  return text === '' || [vehicle.id, vehicle.label, vehicle.route_id].some((part) => part?.toLowerCase().includes(text.toLowerCase()));
}

/** By reason, the commonest first; those that are as they should be after the others. */
function reasons(vehicles, filter, context) {
  const without = vehicles.filter((vehicle) => !vehicle.match.matched);
  const rows = [...Map.groupBy(without, (vehicle) => vehicle.match.reason)].map(([reason, list]) => ({
    key: reason, label: why(reason), value: list.length, tone: normalReasons.has(reason) ? undefined : 'warn', isCurrent: reason === filter.reason,
    hint: normalReasons.has(reason) ? t('vehicles.normal') : undefined, href: context.hrefOf('vehicles', reason === filter.reason ? {} : { reason }),
  })).toSorted((a, b) => Number(normalReasons.has(a.key)) - Number(normalReasons.has(b.key)) || b.value - a.value);
  return card(t('vehicles.why'), el('p.sub', {}, t('vehicles.count', { n: number(without.length), of: number(vehicles.length) })),
    rows.length > 0 ? bars(t('vehicles.why'), rows) : el('p.note', {}, t('vehicles.none.what')));
}

/** What the chosen reason means and what helps; null: none is chosen. */
function chosen({ reason }, context) {
  if (reason === '') return null;
  return card(why(reason), el('p', {}, el('strong', {}, t('vehicles.mend'), ' '), remedy(reason)), el('p.actions', {}, el('a.action', { href: context.hrefOf('vehicles'), 'data-key': 'all reasons' }, t('vehicles.allReasons'))));
}

function noRows(told, filter, context) {
  if (told.vehicles.length === 0) return empty(t('vehicles.nobody'), t('vehicles.nobody.what'));
  if (filter.text !== '' || filter.reason !== '') return empty(t('vehicles.noMatch'), t('vehicles.noMatch.what'), el('a.action', { href: context.hrefOf('vehicles') }, t('vehicles.clear')));
  return empty(t('vehicles.none'), t('vehicles.none.what'));
}

const makeTable = (context) => new Table({
  caption: t('vehicles.caption'), keyOf: (vehicle) => vehicle.id, sort: { key: 'why' },
  columns: [
    { key: 'id', label: t('vehicles.vehicle'), sortBy: (vehicle) => vehicle.label ?? vehicle.id, show: (vehicle) => [el('span', {}, vehicle.label ?? vehicle.id), vehicle.label !== undefined && vehicle.label !== vehicle.id && el('span.sub', {}, vehicle.id)] },
    { key: 'line', label: t('vehicles.line'), sortBy: (vehicle) => vehicle.route_id, show: (vehicle) => vehicle.route_id ?? '–' },
    { key: 'why', label: t('vehicles.state'), sortBy: (vehicle) => (vehicle.match.matched ? '~' : `${normalReasons.has(vehicle.match.reason) ? 1 : 0} ${vehicle.match.reason}`), show: (vehicle) => el('span', {}, stateOf(vehicle), hasText(`phase.${vehicle.phase}`) && el('span.sub', {}, t(`phase.${vehicle.phase}`))) },
    { key: 'age', label: t('vehicles.age'), isNumber: true, sortBy: (vehicle) => -vehicle.received_at, show: (vehicle) => el('span', { title: timeWithSeconds(vehicle.measured_at) }, duration(now() - vehicle.received_at)) },
    { key: 'more', label: t('vehicles.more'), show: (vehicle) => el('span.row-actions', {},
      el('button.link', { type: 'button', 'data-key': `why ${vehicle.id}`, 'aria-label': t('vehicles.details', { id: vehicle.id }), on: { click: () => openVehicle(vehicle.id, context) } }, t('vehicles.explain')),
      el('a', { href: mapLink(context.feed, vehicle.id), 'data-key': `map ${vehicle.id}`, 'aria-label': t('vehicles.onMap.of', { id: vehicle.id }) }, t('vehicles.onMap'))) },
  ],
});

const stateOf = (vehicle) => (vehicle.match.matched ? chip('good', t('vehicles.matched')) : marked(normalReasons.has(vehicle.match.reason) ? 'plain' : 'warn', why(vehicle.match.reason)));

/** The vehicle on the live map. */
export const mapLink = (feed, id) => `/?feed=${encodeURIComponent(feed)}#/vehicle/${encodeURIComponent(id)}`;
