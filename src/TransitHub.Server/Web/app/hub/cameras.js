import { read } from './api.js';

/** Devices that have a place are cameras to the map. The list is the operator's own; where it is not given, there are none. */
export async function readCameras(feedId) {
  try {
    const { devices } = await read('/v1/devices', { feed: feedId });
    return devices.filter((device) => Number.isFinite(device.lat) && Number.isFinite(device.lon) && device.kind !== 'vehicle').map(cameraOf);
  } catch {
    return [];
  }
}

function cameraOf(device) {
  return {
    id: device.id, name: device.name ?? device.id, lat: device.lat, lon: device.lon, online: device.online, lastSeen: device.last_seen,
    classes: device.classes ?? [], lines: (device.lines ?? []).map((line) => line.name ?? line.id), counts: [],
  };
}
