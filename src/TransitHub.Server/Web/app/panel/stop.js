import { el } from '../dom.js';
import { duration, until, zone, zoneName } from '../format.js';
import { alertsOfStop } from '../hub/alerts.js';
import { levels } from '../hub/crowding.js';
import { hasText, t } from '../texts.js';
import { alertCards } from './alerts.js';
import { crowdCard, fitChip } from './crowd.js';
import { arrivalText, arrivalTime, delayChip, heading, lineSign } from './parts.js';
import { hashOf } from './route.js';

const timesEach = 3;

/** States of a run that no vehicle is known to serve and that is not simply expected; each has a text of its own. */
const doubts = new Set(['unconfirmed', 'suspect', 'canceled']);

/**
 * One stop: the next arrivals by line and direction.
 * @param {object|null} board as /v1/stops/{id}/arrivals tells it; null: not read yet
 */
export function stopPanel(id, board, { alerts, network, clock }) {
  const stop = network.stopsById.get(id);
  const name = stop === undefined ? board?.stop?.name ?? id : network.stopName(stop);
  const other = stop === undefined ? [] : Object.values({ own: stop.name, ...stop.names }).filter((text) => text !== name);
  return [
    heading(name),
    el('p.lead', {}, ...[...new Set(other)].slice(0, 1), stop?.code && ` ${t('stop.code', { code: stop.code })}`),
    alertCards(alertsOfStop(alerts, id, (stop?.routes ?? []).map((index) => network.routes[index].id))),
    ...crowded(board?.stop?.crowding ?? [], id, { network, clock }),
    stop !== undefined && el('p.signs', { 'aria-label': t('stop.lines') }, ...stop.routes.map((index) =>
      el('a', { href: hashOf('line', network.routes[index].id), 'data-key': `line ${index}` }, lineSign(network, network.routes[index])))),
    el('h3', {}, t('stop.arrivals')),
    board === null ? el('p.note', {}, t('panel.loading')) : arrivals(board, network, clock),
    el('p.explain', {}, t('stop.explain', { zone: zone(clock.now()), name: zoneName() })),
  ];
}

/** A card for the stop, or for each platform of a station, the fullest first. */
function crowded(list, id, context) {
  const known = list.filter((one) => one.level !== 'unknown').sort((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level));
  return known.map((one) => crowdCard(one, one.stop_id === id || known.length === 1 ? null : context.network.stopNameById(one.stop_id), context));
}

function arrivals(board, network, clock) {
  const groups = new Map();
  for (const arrival of board.arrivals) {
    const key = `${arrival.trip.route_id} ${arrival.headsign}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(arrival);
  }
  for (const headway of board.headways) {
    const key = `${headway.route_id} ${headway.headsign}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).headway = headway;
  }
  if (groups.size === 0) return el('p.note', {}, t('stop.none'));
  return el('ul.rows.board', {}, ...[...groups.values()].map((group) => {
    const [{ headsign, route_id: routeId }] = group.length > 0 ? [{ headsign: group[0].headsign, route_id: group[0].trip.route_id }] : [group.headway];
    return el('li.group-row', {},
      el('div.line-to', {}, lineSign(network, network.routesById.get(routeId)), el('span.main', {}, t('vehicle.to', { place: network.headsign(headsign) }))),
      el('ul.times', {}, ...times(group, clock)),
      group.headway !== undefined && el('div.row.headway', {}, t('stop.every', { time: duration(group.headway.every_seconds) }), el('span.source.planned', {}, t('stop.timetable'))));
  }));
}

/** The next arrivals, the first that may be promised in bold, and after them, of a line by headway, when those will come that have not left their first stop. */
function times(group, clock) {
  const rows = group.slice(0, timesEach);
  const first = rows.find((arrival) => arrival.state !== 'canceled' && arrival.state !== 'suspect');
  const foretold = (group.headway?.next ?? []).slice(0, timesEach - rows.length);
  return [
    ...rows.map((arrival) => arrivalRow(arrival, arrival === first, clock)),
    ...foretold.map((next, at) => forecastRow(next, first === undefined && at === 0, clock)),
  ];
}

const soon = (isFirst, text) => el(`span.soon${isFirst ? '.first' : ''}`, {}, text);

/** Whether one fits, and how full the vehicle is expected to leave. */
function room(fit, occupancy) {
  if (fit === undefined) return null;
  return el('span.room', {}, fitChip(fit), hasText(`occupancy.${occupancy}`) && el('span.sub', {}, t('stop.leaves', { occupancy: t(`occupancy.${occupancy}`) })));
}

function forecastRow({ p10, p50, p90, fit }, isFirst, clock) {
  return el('li', {}, el('span.row', {},
    soon(isFirst, until(p50 - clock.now())),
    arrivalText({ arrival_quantiles: [p10, p10, p50, p90, p90] }),
    el('span.source.planned', {}, t('stop.forecast')),
    room(fit)));
}

/** A run that does not run has no time to wait for, and its time of the timetable is struck out. */
function arrivalRow(arrival, isFirst, clock) {
  const doubt = !arrival.real_time && doubts.has(arrival.state) ? arrival.state : null;
  const { best } = arrivalTime(arrival.stop);
  const content = [
    soon(isFirst, doubt === 'canceled' ? '' : until(best - clock.now())),
    doubt === 'canceled' ? el('s', {}, arrivalText(arrival.stop)) : arrivalText(arrival.stop),
    doubt !== null ? el(`span.source.doubt.${doubt}`, {}, t(`stop.${doubt}`))
      : el(`span.source.${arrival.real_time ? 'live' : 'planned'}`, {}, arrival.real_time ? t('stop.live') : t('stop.timetable')),
    arrival.real_time && delayChip(arrival.delay_seconds),
    doubt !== 'canceled' && room(arrival.fit, arrival.stop.departure_occupancy_status),
  ];
  return el('li', {}, arrival.vehicle_id === undefined ? el('span.row', {}, ...content) : el('a.row', { href: hashOf('vehicle', arrival.vehicle_id), 'data-key': `arrival ${arrival.vehicle_id} ${arrival.trip.key}` }, ...content));
}
