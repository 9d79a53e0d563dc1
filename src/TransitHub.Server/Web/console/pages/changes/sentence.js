import { el } from '../../../app/dom.js';
import { lineSign } from '../../../app/panel/parts.js';
import { t } from '../../../app/texts.js';

/**
 * What a change does, as a sentence with its line's sign.
 * @param {object} change as the API has it
 * @param {Map<string, object | null>} trips what /v1/trips tells of trips, by id
 * @returns {(Node | string)[]}
 */
export function sentenceOf(change, network, trips) {
  const key = change.skipped_stops !== undefined && change.assigned_stops === undefined ? 'skip' : ['cancel', 'delete', 'change_stops', 'add', 'replace', 'duplicate', 'assign_vehicle', 'ignore_device'].includes(change.kind) ? change.kind : 'other';
  const text = t(`changes.sentence.${key}`, { vehicle: change.vehicle_id ?? '', device: change.device_id ?? '', stops: stopsOf(change, network, trips) });
  return text.split('{run}').flatMap((part, at) => (at === 0 ? [part] : [runOf(change, network, trips), part]));
}

/** "line 12 at 07:40 to Rama IX", or the block. */
function runOf(change, network, trips) {
  if (change.trip_id === undefined) return el('strong', {}, change.block_id === undefined ? '' : t('changes.block', { id: change.block_id, day: day(change.start_date) }));
  const trip = trips.get(change.trip_id) ?? null;
  const route = network.routesById.get(trip?.route_id ?? change.route_id);
  const at = (change.start_time ?? trip?.stops?.[0]?.departure ?? change.stop_times?.[0]?.departure ?? '').slice(0, 5);
  const to = network.headsign(trip?.headsign ?? change.headsign) || trip?.stops?.at(-1)?.stop_name || change.trip_id;
  return el('strong.run-name', {}, route !== undefined && lineSign(network, route), ` ${t('changes.run', { at, to, day: day(change.start_date) })}`);
}

function stopsOf(change, network, trips) {
  const stops = trips.get(change.trip_id)?.stops ?? [];
  const nameOf = (sequence) => {
    const stop = stops.find((one) => one.stop_sequence === sequence);
    return stop === undefined ? String(sequence) : network.stopNameById(stop.stop_id, stop.stop_name);
  };
  return (change.skipped_stops ?? change.stops_without_data ?? (change.assigned_stops ?? []).map((one) => one.stop_sequence)).map(nameOf).join(', ');
}

/** 20261123 → 2026-11-23 */
const day = (date) => (date === undefined ? '' : `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`);
