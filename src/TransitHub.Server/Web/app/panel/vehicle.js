import { el } from '../dom.js';
import { delay, duration, timeWithSeconds, zone, zoneName } from '../format.js';
import { hasText, t } from '../texts.js';
import { arrivalText, delayChip, facts, heading, lineSign, linkRow } from './parts.js';

const shownStops = 12;
const shownCandidates = 4;

/**
 * One vehicle: where it goes, when it will be at the stops ahead and how sure that is, and why it is (not) on a trip.
 * @param {object} vehicle as the stream tells it; undefined: it is gone
 * @param {object} detail as /v1/vehicles/{id} tells it; null: not read yet
 */
export function vehiclePanel(id, vehicle, detail, { network, clock, lastSeen, follow }) {
  if (vehicle === undefined) {
    const seen = lastSeen.get(id);
    return [heading(id), el('p.note', {}, seen === undefined ? t('vehicle.never') : t('vehicle.gone', { time: duration(clock.now() - seen) }))];
  }
  const route = network.routeOf(vehicle);
  const runs = detail?.runs ?? [];
  return [
    heading(lineSign(network, route), ' ', route === undefined ? t('vehicle.unknownLine') : vehicle.headsign === undefined ? network.routeName(route) : t('vehicle.to', { place: network.headsign(vehicle.headsign) })),
    el('p.lead', {}, vehicle.label && vehicle.label !== id ? `${vehicle.label} · ${id}` : id, ' ', delayChip(vehicle.delay_seconds)),
    vehicle.match.matched === false && el('p.note.warn', {}, reasonText(vehicle.match.reason)),
    el('p.actions', {}, el('button.action', { type: 'button', 'data-key': 'follow', on: { click: () => follow(id) } }, t('vehicle.follow'))),
    vehicle.match.matched !== false && el('h3', {}, t('vehicle.next')),
    vehicle.match.matched !== false && (detail === null ? el('p.note', {}, t('panel.loading')) : stopsAhead(runs, network)),
    about(vehicle, detail, clock),
    candidates(detail?.match?.candidates ?? [], network),
    runs.some((run) => run.stops.some((stop) => stop.arrival_quantiles)) && el('p.explain', {}, t('stop.explain', { zone: zone(clock.now()), name: zoneName() })),
  ];
}

function stopsAhead(runs, network) {
  const [current, ...later] = runs;
  const ahead = (current?.stops ?? []).filter((stop) => stop.passed !== true);
  if (ahead.length === 0 && later.length === 0) return el('p.note', {}, t('vehicle.noNext'));
  return [
    el('ol.rows.stops', {}, ...ahead.slice(0, shownStops).map((stop) => stopRow(stop, network))),
    ahead.length > shownStops && el('p.sub', {}, `… ${network.stopNameById(ahead.at(-1).stop_id, ahead.at(-1).stop_name)} `, arrivalText(ahead.at(-1))),
    ...later.slice(0, 1).filter((run) => run.stops.length > 0).map((run) =>
      el('p.sub', {}, `${t('vehicle.then')}: ${t('vehicle.to', { place: network.stopNameById(run.stops.at(-1).stop_id, run.stops.at(-1).stop_name) })} `, arrivalText(run.stops[0]))),
  ];
}

/** Runs it may be on, for a vehicle that does not say. */
function candidates(list, network) {
  if (list.length === 0) return false;
  return [
    el('h3', {}, t('vehicle.candidates')),
    el('ol.rows', {}, ...list.slice(0, shownCandidates).map((one) =>
      el('li.sub', {}, lineSign(network, network.routeOf({ route_id: one.trip.route_id })), ` ${one.trip.start_time.slice(0, 5)} · ${one.trip.trip_id} · ${Math.round(one.probability * 100)} % `, delayChip(one.delay_seconds)))),
  ];
}

const stopRow = (stop, network) =>
  linkRow('stop', stop.stop_id, el('span.grow', {}, el('span.main', {}, network.stopNameById(stop.stop_id, stop.stop_name))), arrivalText(stop));

function about(vehicle, detail, clock) {
  const age = clock.now() - vehicle.received_at;
  const occupancy = detail?.occupancy_status;
  const speed = detail?.speed_mps;
  return facts(
    [t('vehicle.age'), t('vehicle.age.value', { time: duration(age), at: timeWithSeconds(vehicle.measured_at) })],
    [t('vehicle.delay'), vehicle.match.matched === false ? null : vehicle.delay_seconds === undefined ? t('vehicle.headway') : delay(vehicle.delay_seconds)],
    [t('vehicle.speed'), speed === undefined ? null : t('vehicle.speed.value', { n: Math.round(speed * 3.6) })],
    [t('vehicle.occupancy'), occupancy === undefined ? null : t(`occupancy.${occupancy}`)],
    [t('vehicle.carriages'), detail?.carriages === undefined ? null : detail.carriages.map(carriageText).join(' · ')],
    [t('vehicle.wheelchair'), hasText(`wheelchair.${detail?.wheelchair_accessible}`) ? t(`wheelchair.${detail.wheelchair_accessible}`) : null],
    [t('vehicle.match'), vehicle.match.matched === false ? t('vehicle.match.no', { reason: reasonText(vehicle.match.reason) })
      : detail?.match?.probability === undefined ? null : t('vehicle.match.yes', { n: Math.round(detail.match.probability * 100) })],
    ['', hasText(`phase.${vehicle.phase}`) ? t(`phase.${vehicle.phase}`) : null],
    [t('vehicle.trip'), detail?.trip === undefined ? null : `${detail.trip.trip_id} · ${detail.trip.start_time.slice(0, 5)}`],
  );
}

const carriageText = (carriage) =>
  `${carriage.label ?? carriage.carriage_sequence}: ${t(`occupancy.${carriage.occupancy_status ?? 7}`)}`;

/** Why a vehicle is on no trip, in plain words; a reason newer than this page is shown as it is. */
export function reasonText(reason) {
  const key = `reason.${reason}`;
  return hasText(key) ? t(key) : t('reason.other', { reason: (reason ?? '?').replaceAll('_', ' ') });
}
