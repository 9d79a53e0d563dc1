import { settings } from '../settings.js';
import { read } from './api.js';

/** The counting devices of a feed, with what anybody may know of them. Where they cannot be read there are none. */
export async function readCameras(feedId) {
  try {
    const { cameras } = await read('/v1/cameras', { feed: feedId });
    return cameras.map(cameraOf);
  } catch {
    return [];
  }
}

function cameraOf(camera) {
  const ways = new Map(camera.channels.flatMap((channel) => channel.directions.map((way) => [`${channel.id} ${way.name}`, way])));
  return {
    id: camera.id, lat: camera.lat, lon: camera.lon, bearing: camera.bearing, online: camera.online, lastSeen: camera.last_seen,
    get name() { return inLanguage(camera.names) ?? camera.name; },
    get state() { return camera.online === false ? 'offline' : (camera.faults ?? []).length > 0 ? 'faulty' : 'well'; },
    wayOf: (channel, direction) => wayName(ways.get(`${channel} ${direction}`)) ?? direction,
    trust: camera.trust, faults: camera.faults ?? [],
    classes: [...new Set(camera.channels.flatMap((channel) => [...channel.classes, ...channel.passage_classes]))],
    get lines() { return camera.channels.map((channel) => `${channel.id}: ${channel.directions.map(wayName).join(' / ')}`); },
    get flows() {
      return (camera.flows ?? []).map((flow) => ({ ...flow, at: flow.to, direction: wayName(ways.get(`${flow.channel} ${flow.direction}`)) ?? flow.direction }));
    },
    get counts() {
      return camera.counts.map((count) => ({ ...count, at: count.to, direction: wayName(ways.get(`${count.channel} ${count.direction}`)) ?? count.direction }));
    },
  };
}

const inLanguage = (texts) => texts?.[settings.language];

const wayName = (way) => (way === undefined ? undefined : inLanguage(way.to) ?? Object.values(way.to ?? {})[0] ?? way.name);
