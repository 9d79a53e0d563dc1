import { read } from './api.js';

/** The detours that riders of a feed are told of; null where they cannot be read, so that what was read last stays. */
export async function readDetours(feedId) {
  try {
    return (await read('/v1/detours', { feed: feedId })).detours;
  } catch {
    return null;
  }
}

/** The ways as lines, and the stops left out, as GeoJSON; a stop that the network does not know is not drawn. */
export function detoursOf(detours, network) {
  const features = [];
  for (const { alert_id: id, path, skipped_stop_ids: skipped } of detours) {
    const points = [];
    for (let at = 0; at < path.length; at += 2) points.push([path[at], path[at + 1]]);
    features.push({ type: 'Feature', properties: { id, kind: 'way' }, geometry: { type: 'LineString', coordinates: points } });
    for (const stopId of skipped) {
      const stop = network?.stopsById.get(stopId);
      if (stop?.lon !== undefined) features.push({ type: 'Feature', properties: { id: stopId, kind: 'skipped' }, geometry: { type: 'Point', coordinates: [stop.lon, stop.lat] } });
    }
  }
  return { type: 'FeatureCollection', features };
}
