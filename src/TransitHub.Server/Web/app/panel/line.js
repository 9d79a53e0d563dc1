import { el } from '../dom.js';
import { alertsOfLine } from '../hub/alerts.js';
import { t } from '../texts.js';
import { alertCards } from './alerts.js';
import { vehicleCount } from './lists.js';
import { heading, lineSign, linkRow, vehicleRow } from './parts.js';

/** One line: who runs it, its vehicles now, its stops. */
export function linePanel(id, context) {
  const { alerts, network, vehicles } = context;
  const route = network.routesById.get(id);
  if (route === undefined) return [heading(id), el('p.note', {}, t('panel.failed'))];
  const running = [...vehicles.all()].filter((vehicle) => vehicle.route_id === id)
    .sort((a, b) => (a.headsign ?? '').localeCompare(b.headsign ?? '') || a.id.localeCompare(b.id, 'en', { numeric: true }));
  const index = network.routes.indexOf(route);
  return [
    heading(lineSign(network, route), ' ', network.routeName(route)),
    el('p.lead', {}, [network.modeName(route.mode), network.agencyName(route)].filter((part) => part !== '').join(' · ')),
    alertCards(alertsOfLine(alerts, id)),
    el('h3', {}, vehicleCount(running.length)),
    ...Map.groupBy(running, (vehicle) => vehicle.headsign ?? '').entries().map(([headsign, going]) => el('section', {},
      headsign !== '' && el('h4', {}, t('vehicle.to', { place: network.headsign(headsign) })),
      el('ul.rows', {}, ...going.map((vehicle) => vehicleRow(vehicle, context, false))))),
    el('h3', {}, t('panel.stops')),
    el('ul.rows', {}, ...network.stops.filter((stop) => stop.routes.includes(index)).map((stop) =>
      linkRow('stop', stop.id, el('span.grow', {}, el('span.main', {}, network.stopName(stop)), stop.code && el('span.sub', {}, stop.code)),
        el('span.signs', {}, ...stop.routes.filter((other) => other !== index).slice(0, 4).map((other) => lineSign(network, network.routes[other])))))),
  ];
}
