import { el } from '../../../app/dom.js';
import { delay, duration, timeWithSeconds } from '../../../app/format.js';
import { facts } from '../../../app/panel/parts.js';
import { t } from '../../../app/texts.js';
import { now } from '../../hub.js';
import { openDialog } from '../../parts/dialog.js';
import { empty, failed, working } from '../../parts/states.js';
import { remedy, why } from '../../reasons.js';
import { mapLink } from '../vehicles.js';

/** Why one vehicle is, or is not, on a trip: the reason, what helps, and the runs that it may be on. */
export async function openVehicle(id, context) {
  const body = el('div.live', {}, working());
  openDialog({ title: id, body: [body], isWide: true });
  const show = async () => {
    try {
      body.replaceChildren(...told(await context.read(`/v1/vehicles/${encodeURIComponent(id)}`, { feed: context.feed }), context).filter(Boolean));
    } catch (error) {
      body.replaceChildren(error.status === 404 ? empty(t('vehicles.gone'), t('vehicles.gone.what')) : failed(error, show));
    }
  };
  await show();
}

function told(vehicle, context) {
  const { match } = vehicle;
  return [
    match.matched ? el('p.note', {}, t('vehicles.runs', { trip: vehicle.trip?.trip_id ?? '?', percent: Math.round(100 * (match.probability ?? 1)) }))
      : el('div.note.warn', {}, el('p.main', {}, el('strong', {}, why(match.reason))), el('p.sub', {}, el('strong', {}, `${t('vehicles.mend')} `), remedy(match.reason))),
    match.overruled === true && el('p.note.warn', {}, t('vehicles.overruled')),
    facts(
      [t('vehicles.label'), vehicle.label], [t('vehicles.line'), vehicle.route_id],
      [t('vehicles.age'), t('vehicles.age.value', { time: duration(now() - vehicle.received_at), at: timeWithSeconds(vehicle.measured_at) })],
      [t('vehicles.speed'), vehicle.speed_mps === undefined ? null : t('vehicle.speed.value', { n: Math.round(vehicle.speed_mps * 3.6) })],
      [t('vehicles.place'), `${vehicle.lat.toFixed(5)}, ${vehicle.lon.toFixed(5)}`]),
    candidates(match.candidates ?? []),
    el('p.actions', {}, el('a.action.primary', { href: mapLink(context.feed, vehicle.id) }, t('vehicles.onMap')),
      context.has('changes') && !match.matched && el('a.action', { href: context.hrefOf('changes', { vehicle: vehicle.id }) }, t('vehicles.assign'))),
  ];
}

function candidates(list) {
  if (list.length === 0) return false;
  return el('section', {}, el('h3', {}, t('vehicles.candidates')), el('ul.bars', {}, ...list.map((one) => el('li', {}, el('div.bar-row', {},
    el('span.bar-label', {}, `${one.trip.route_id ?? ''} ${one.trip.start_time?.slice(0, 5) ?? ''} · ${one.trip.trip_id}`), el('span.bar-value', {}, `${Math.round(100 * one.probability)} %`),
    el('span.bar-track', { 'aria-hidden': true }, el('span.bar-fill', { style: { '--share': `${100 * one.probability}%` } })),
    one.delay_seconds !== undefined && el('span.sub', {}, delay(one.delay_seconds)))))));
}
