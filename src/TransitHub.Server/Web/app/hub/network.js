import { settings } from '../settings.js';
import { t } from '../texts.js';

/** How much a mode stands out on the map and in lists, the first most. */
export const modeOrder = ['metro', 'rail', 'monorail', 'tram', 'ferry', 'funicular', 'cable_car', 'aerial_lift', 'trolleybus', 'bus', 'air', 'taxi', 'other'];

/** The lines and stops of one static version, with names in the language of the page. */
export class Network {
  constructor(answer) {
    this.feed = answer.feed;
    /** False until the hub has told it: what is not known yet must not look as if it were not there. */
    this.isKnown = answer.isKnown ?? true;
    this.version = answer.static_version;
    this.timeZone = answer.time_zone;
    this.language = answer.language;
    this.languages = answer.languages ?? [];
    this.bounds = answer.bounds ?? null;
    this.headsigns = answer.headsigns ?? {};
    this.routes = answer.routes;
    this.routesById = new Map(this.routes.map((route) => [route.id, route]));
    const withRoutes = answer.stops.filter((stop) => stop.routes.length > 0);
    const known = new Set(withRoutes.map((stop) => stop.id));
    this.stopsById = new Map(answer.stops.map((stop) => [stop.id, stop]));
    // A station stands for its platforms.
    this.stops = withRoutes.filter((stop) => stop.parent_id === undefined || !known.has(stop.parent_id));
  }

  static empty(feed) {
    return new Network({ feed, isKnown: false, time_zone: 'UTC', routes: [], stops: [] });
  }

  routeOf(vehicle) {
    return vehicle.route_id === undefined ? undefined : this.routesById.get(vehicle.route_id);
  }

  stopName(stop) {
    return stop.names?.[settings.language] ?? stop.name;
  }

  stopNameById(id, otherwise) {
    const stop = this.stopsById.get(id);
    return stop === undefined ? otherwise ?? id : this.stopName(stop);
  }

  /** The sign of a line: its short name, else the long one. */
  routeSign(route) {
    return route.short_names?.[settings.language] || route.short_name || route.long_names?.[settings.language] || route.long_name || route.id;
  }

  /** What stands beside the sign; empty when the sign says it already. */
  routeName(route) {
    const name = route.long_names?.[settings.language] ?? route.long_name;
    return name === this.routeSign(route) ? '' : name;
  }

  agencyName(route) {
    return route.agency_names?.[settings.language] ?? route.agency ?? '';
  }

  headsign(text) {
    return text === undefined ? '' : this.headsigns[text]?.[settings.language] ?? text;
  }

  /** The mode that stands out most among the lines of a stop. */
  modeOf(stop) {
    return stop.routes.map((index) => this.routes[index].mode).sort((a, b) => modeOrder.indexOf(a) - modeOrder.indexOf(b))[0];
  }

  modeName(mode) {
    return t(`mode.${mode}`);
  }

  /** Lines in the order of lists: by mode, then by sign as people count. */
  sortedRoutes() {
    return [...this.routes].sort((a, b) =>
      modeOrder.indexOf(a.mode) - modeOrder.indexOf(b.mode) || this.routeSign(a).localeCompare(this.routeSign(b), settings.language, { numeric: true }));
  }
}
