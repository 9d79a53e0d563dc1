import { el } from '../dom.js';
import { duration, until, zone, zoneName } from '../format.js';
import { t } from '../texts.js';
import { arrivalText, arrivalTime, delayChip, heading, lineSign } from './parts.js';
import { hashOf } from './route.js';

const timesEach = 3;

/**
 * One stop: the next arrivals by line and direction.
 * @param {object|null} board as /v1/stops/{id}/arrivals tells it; null: not read yet
 */
export function stopPanel(id, board, { network, clock }) {
  const stop = network.stopsById.get(id);
  const name = stop === undefined ? board?.stop?.name ?? id : network.stopName(stop);
  const other = stop === undefined ? [] : Object.values({ own: stop.name, ...stop.names }).filter((text) => text !== name);
  return [
    heading(name),
    el('p.lead', {}, ...[...new Set(other)].slice(0, 1), stop?.code && ` ${t('stop.code', { code: stop.code })}`),
    stop !== undefined && el('p.signs', { 'aria-label': t('stop.lines') }, ...stop.routes.map((index) =>
      el('a', { href: hashOf('line', network.routes[index].id), 'data-key': `line ${index}` }, lineSign(network, network.routes[index])))),
    el('h3', {}, t('stop.arrivals')),
    board === null ? el('p.note', {}, t('panel.loading')) : arrivals(board, network, clock),
    el('p.explain', {}, t('stop.explain', { zone: zone(clock.now()), name: zoneName() })),
  ];
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
      el('ul.times', {}, ...group.slice(0, timesEach).map((arrival, at) => arrivalRow(arrival, at, clock))),
      group.headway !== undefined && el('div.row.headway', {}, t('stop.every', { time: duration(group.headway.every_seconds) }), el('span.source.planned', {}, t('stop.timetable'))));
  }));
}

function arrivalRow(arrival, at, clock) {
  const { best } = arrivalTime(arrival.stop);
  const content = [
    el(`span.soon${at === 0 ? '.first' : ''}`, {}, until(best - clock.now())),
    arrivalText(arrival.stop),
    el(`span.source.${arrival.real_time ? 'live' : 'planned'}`, {}, arrival.real_time ? t('stop.live') : t('stop.timetable')),
    arrival.real_time && delayChip(arrival.delay_seconds),
  ];
  return el('li', {}, arrival.vehicle_id === undefined ? el('span.row', {}, ...content) : el('a.row', { href: hashOf('vehicle', arrival.vehicle_id), 'data-key': `arrival ${arrival.vehicle_id} ${arrival.trip.key}` }, ...content));
}
