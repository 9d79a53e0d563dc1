import { drawing, el } from '../dom.js';
import { delay, duration, punctuality, time } from '../format.js';
import { inkOn, routeColor } from '../map/theme.js';
import { modeDrawings } from '../map/icons.js';
import { dimSeconds } from '../map/vehicle-layer.js';
import { t } from '../texts.js';
import { hashOf } from './route.js';

/** The sign of a line in its color, with its mode as a drawing. */
export function lineSign(network, route) {
  if (route === undefined) return el('span.sign.unknown', {}, '?');
  const color = routeColor(route);
  return el('span.sign', { style: { '--line': `#${color}`, '--ink-on-line': `#${inkOn(color)}` } },
    drawing(modeDrawings[route.mode] ?? modeDrawings.other, 15), el('span', {}, network.routeSign(route)));
}

/** "4 min late" as a chip with its own form for each meaning; null when nothing is known. */
export function delayChip(delaySeconds) {
  const kind = punctuality(delaySeconds);
  return kind === null ? null : el(`span.chip.${kind}`, {}, delay(delaySeconds));
}

/** A row of a list that leads somewhere. */
export const linkRow = (kind, id, ...children) => el('li', {}, el('a.row', { href: hashOf(kind, id), 'data-key': `${kind} ${id}` }, ...children));

/** A vehicle in a list. */
export function vehicleRow(vehicle, { network, clock }, showsLine = true) {
  const route = network.routeOf(vehicle);
  const silent = clock.now() - vehicle.received_at;
  return linkRow('vehicle', vehicle.id,
    showsLine && lineSign(network, route),
    el('span.grow', {},
      showsLine && el('span.main', {}, vehicle.headsign === undefined ? (route === undefined ? t('vehicle.unknownLine') : network.routeName(route)) : t('vehicle.to', { place: network.headsign(vehicle.headsign) })),
      el(showsLine ? 'span.sub' : 'span.main', {}, vehicle.label ?? vehicle.id)),
    silent > dimSeconds ? el('span.chip.silent', {}, t('mark.stale', { time: duration(silent) }))
      : vehicle.match?.matched === false ? el('span.chip.silent', {}, t('mark.unmatched')) : delayChip(vehicle.delay_seconds));
}

/** The best estimate of an arrival, and the range that holds eight of ten. */
export function arrivalTime(stop) {
  const quantiles = stop.arrival_quantiles;
  if (quantiles === undefined) return { best: stop.arrival ?? stop.scheduled_arrival, range: null };
  const [low, , best, , high] = quantiles;
  return { best, range: time(low) === time(high) ? null : t('stop.range', { from: time(low), to: time(high) }) };
}

/** "12:04 (12:02–12:07)" */
export function arrivalText(stop) {
  const { best, range } = arrivalTime(stop);
  return el('span.when', {}, el('time', { dateTime: new Date(best * 1000).toISOString() }, time(best)), range !== null && el('span.range', {}, ` (${range})`));
}

/** Facts as a list of pairs. */
export const facts = (...pairs) =>
  el('dl.facts', {}, ...pairs.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));

/** The heading of a panel, with the way back. */
export const heading = (...children) =>
  el('div.heading', {}, el('a.tool.back', { href: '#/', 'aria-label': t('panel.back'), title: t('panel.back'), 'data-key': 'back' }, drawing('M15 4 7 12l8 8 1.800-1.800L10.600 12l6.200-6.200z')), el('h2', {}, ...children));
