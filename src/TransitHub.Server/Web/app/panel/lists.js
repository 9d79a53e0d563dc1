import { drawing, el } from '../dom.js';
import { number } from '../format.js';
import { modeDrawings } from '../map/icons.js';
import { punctuality } from '../format.js';
import { modeOrder } from '../hub/network.js';
import { t } from '../texts.js';
import { hashOf } from './route.js';
import { lineSign, linkRow, vehicleRow } from './parts.js';
import { faultText, stateChip } from './camera.js';
import { levelChip } from './crowd.js';
import { levels } from '../hub/crowding.js';

/** Rows shown at once: a long list is cut, and says so. */
const shownRows = 100;

/** The tabs above the lists. */
export const tabs = (current, { cameras }) =>
  el('nav.tabs', { 'aria-label': t('panel.lines') },
    ...['lines', 'stops', 'vehicles', ...(cameras.length > 0 ? ['cameras'] : [])].map((kind) =>
      el('a', { href: hashOf(kind), 'aria-current': kind === current ? 'page' : null, 'data-key': `tab ${kind}` }, t(`panel.${kind}`))));

/** All lines with how many vehicles run on each now. */
export function linesList(context) {
  const { network, vehicles } = context;
  if (network.routes.length === 0) return el('p.note', {}, t(network.isKnown ? 'line.network' : 'state.connecting'));
  const running = new Map();
  for (const vehicle of vehicles.all()) {
    const count = running.get(vehicle.route_id) ?? { all: 0, late: 0 };
    count.all++;
    count.late += punctuality(vehicle.delay_seconds) === 'late' ? 1 : 0;
    running.set(vehicle.route_id, count);
  }
  const sorted = network.sortedRoutes();
  return modeOrder.filter((mode) => sorted.some((route) => route.mode === mode)).map((mode) => el('section', {},
    el('h2.group', {}, drawing(modeDrawings[mode] ?? modeDrawings.other, 18), network.modeName(mode)),
    el('ul.rows', {}, ...sorted.filter((route) => route.mode === mode).map((route) => {
      const count = running.get(route.id) ?? { all: 0, late: 0 };
      return linkRow('line', route.id, lineSign(network, route),
        el('span.grow', {}, el('span.main', {}, network.routeName(route) || network.agencyName(route)), el('span.sub', {}, vehicleCount(count.all))),
        count.late > 0 && el('span.chip.late', {}, t('line.late', { n: number(count.late) })));
    }))));
}

export const vehicleCount = (n) => (n === 0 ? t('line.none') : n === 1 ? t('line.vehicles.one') : t('line.vehicles', { n: number(n) }));

export function stopsList({ network, crowding }) {
  const crowded = [...crowding.all()].filter((one) => network.stopsById.has(one.stop_id) && levels.includes(one.level))
    .sort((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level) || (b.waiting ?? 0) - (a.waiting ?? 0));
  const stops = [...network.stops].sort((a, b) => network.stopName(a).localeCompare(network.stopName(b)));
  return [
    crowded.length > 0 && [el('section', {}, el('h2.group', {}, t('crowd.list')), el('ul.rows.crowds', {}, ...crowded.map((one) =>
      linkRow('stop', one.stop_id, el('span.grow', {}, el('span.main', {}, network.stopNameById(one.stop_id)), one.trend !== 'unknown' && el('span.sub', {}, t(`trend.${one.trend}`))), levelChip(one))))),
    el('h2.group', {}, t('crowd.allStops'))],
    cut(stops, (stop) => stopRow(stop, network)),
  ];
}

export const stopRow = (stop, network) =>
  linkRow('stop', stop.id, el('span.grow', {}, el('span.main', {}, network.stopName(stop)), stop.code && el('span.sub', {}, stop.code)),
    el('span.signs', {}, ...stop.routes.slice(0, 4).map((index) => lineSign(network, network.routes[index]))));

export function vehiclesList(context) {
  const place = new Map(context.network.sortedRoutes().map((route, at) => [route.id, at]));
  const sorted = [...context.vehicles.all()].sort((a, b) =>
    (place.get(a.route_id) ?? Infinity) - (place.get(b.route_id) ?? Infinity) || a.id.localeCompare(b.id, 'en', { numeric: true }));
  return sorted.length === 0 ? el('p.note', {}, t(context.network.isKnown ? 'state.empty' : 'state.connecting')) : cut(sorted, (vehicle) => vehicleRow(vehicle, context));
}

export const camerasList = ({ cameras }) => cut(cameras, (camera) =>
  linkRow('camera', camera.id, el('span.grow', {}, el('span.main', {}, camera.name), el('span.sub', {}, camera.faults.length > 0 ? camera.faults.map(faultText).join(', ') : camera.id)),
    stateChip(camera)));

const opened = { rows: shownRows };

/** Forgets how far a list was opened, when another is shown. */
export const closeLists = () => (opened.rows = shownRows);

function cut(items, row) {
  const rest = items.length - opened.rows;
  const list = el('ul.rows', {}, ...items.slice(0, opened.rows).map(row));
  if (rest <= 0) return list;
  const more = el('button.more', { type: 'button', 'data-key': 'more', on: { click: () => {
    const from = opened.rows;
    opened.rows += shownRows * 5;
    more.replaceWith(...items.length > opened.rows ? [more] : []);
    list.append(...items.slice(from, opened.rows).map(row));
    list.children[from]?.querySelector('a')?.focus();
  } } }, t('panel.more', { n: number(rest) }));
  return [list, more];
}
