import { read } from './api.js';

/** Alerts are read again after so many milliseconds: the hub may have new ones each second, riders need them within the minute. */
export const alertsEvery = 30_000;

/** What riders of a feed are told; null where it cannot be read, so that what was read last stays. */
export async function readAlerts(feedId) {
  try {
    return (await read('/v1/alerts', { feed: feedId })).alerts;
  } catch {
    return null;
  }
}

/** Whether an alert concerns a line: it names the line, and neither a run nor a stop of it alone. */
const namesLine = (one, routeId) => one.route_id === routeId && one.trip_id === undefined && one.stop_id === undefined;

/** Those that concern a line, a line's stops included. */
export const alertsOfLine = (alerts, routeId) => alerts.filter(({ alert }) => alert.informed_entities.some((one) => one.route_id === routeId));

/** Those that concern a stop, or one of the lines that call there as a whole. */
export const alertsOfStop = (alerts, stopId, routeIds) =>
  alerts.filter(({ alert }) => alert.informed_entities.some((one) => one.stop_id === stopId || routeIds.some((id) => namesLine(one, id))));
