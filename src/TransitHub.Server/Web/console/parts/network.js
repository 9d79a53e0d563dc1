import { el } from '../../app/dom.js';
import { Network } from '../../app/hub/network.js';
import { fold, rankOf } from '../../app/matching.js';
import { lineSign } from '../../app/panel/parts.js';
import { failed, working } from './states.js';

const kept = new Map();

/** Lines and stops of the feed, with names in the language of the page; read once while the console is open, and anew after so long. */
export async function networkOf(context) {
  const known = kept.get(context.feed);
  if (known !== undefined && performance.now() - known.at < 120_000) return known.network;
  const network = new Network(await context.read('/v1/network', { feed: context.feed }));
  kept.set(context.feed, { at: performance.now(), network });
  return network;
}

/**
 * Draws a page that needs the network once that is known; until then it says that it waits, or why it cannot and how to go on.
 * @param {(network: Network) => () => void} show draws into the empty page, and returns what closes it
 * @returns {() => void} closes the page
 */
export function withNetwork(main, context, show) {
  let close = () => {};
  let isClosed = false;
  start();

  async function start() {
    main.replaceChildren(working());
    try {
      const network = await networkOf(context);
      if (isClosed) return;
      main.replaceChildren();
      close = show(network);
    } catch (error) {
      if (!isClosed) main.replaceChildren(failed(error, start));
    }
  }

  return () => {
    isClosed = true;
    close();
  };
}

/** Another static version came into service. */
export const forgetNetwork = (feed) => kept.delete(feed);

const names = (thing, ...fields) => [thing.id, ...fields.flatMap((field) => [thing[field], ...Object.values(thing[`${field}s`] ?? {})])];
const ranked = (things) => things.filter((thing) => thing.rank < 4).sort((a, b) => a.rank - b.rank || a.order - b.order);

/** Lines for a Finder. */
export const findLines = (network, text) => ranked(network.sortedRoutes().map((route, order) => ({
  key: `line ${route.id}`, route, order, rank: rankOf(names(route, 'short_name', 'long_name'), text), text: network.routeSign(route),
  show: () => [lineSign(network, route), el('span.grow', {}, network.routeName(route) || network.agencyName(route))],
})));

const stopsFor = (network, stops, text, told) => ranked(stops.map((stop, order) => ({
  key: `stop ${stop.id}`, stop, order, rank: rankOf([...names(stop, 'name'), stop.code], text), text: network.stopName(stop),
  show: () => [el('span.pin', {}), el('span.grow', {}, network.stopName(stop)), told(stop) && el('span.sub', {}, told(stop))].filter(Boolean),
})));

/** Stops for a Finder; a station stands for its platforms. */
export const findStops = (network, text) => stopsFor(network, network.stops, text, (stop) => stop.code);

/** Stops and platforms at which a vehicle can call, for a Finder, those of a line first; each with its lines, which tell two of one name apart. */
export function findPlatforms(network, text, route) {
  const parents = new Set([...network.stopsById.values()].map((stop) => stop.parent_id));
  const platforms = [...network.stopsById.values()].filter((stop) => !parents.has(stop.id));
  const isOf = (stop) => stop.routes.some((index) => network.routes[index] === route);
  const signs = (stop) => [stop.code, stop.routes.slice(0, 4).map((index) => network.routeSign(network.routes[index])).join(' · ')].filter(Boolean).join(' · ');
  return stopsFor(network, [...platforms.filter(isOf), ...platforms.filter((stop) => !isOf(stop))], text, signs);
}

/** Who runs the lines, for a Finder. */
export function findAgencies(network, text) {
  const seen = new Map(network.routes.filter((route) => route.agency_id).map((route) => [route.agency_id, route]));
  return ranked([...seen.values()].map((route, order) => ({
    key: `agency ${route.agency_id}`, agency: route.agency_id, order, rank: rankOf([route.agency_id, route.agency, ...Object.values(route.agency_names ?? {})], text), text: network.agencyName(route),
    show: () => [el('span.grow', {}, network.agencyName(route))],
  })));
}

/** Vehicles and devices that were heard of, for a Finder; what was typed may be one that was not. */
export function findDevices(devices, typed) {
  const text = fold(typed);
  const found = ranked(devices.map((device, order) => ({
    ...device, key: `device ${device.id}`, order, rank: rankOf([device.id, device.label], text), text: device.label ?? device.id,
    show: () => [el('span.grow', {}, device.label ?? device.id, device.label !== undefined && device.label !== device.id && el('span.sub', {}, ` ${device.id}`)), device.sub && el('span.sub', {}, device.sub)].filter(Boolean),
  })));
  return found;
}
