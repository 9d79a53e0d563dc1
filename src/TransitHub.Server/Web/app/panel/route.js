/**
 * What the panel shows stands in the address, so that the browser's back button, bookmarks and links work:
 * #/line/ID, #/stop/ID, #/vehicle/ID, #/camera/ID, #/device/ID, #/stops, #/vehicles, #/cameras, #/devices; none: the lines.
 */
export function currentRoute() {
  const [kind = '', ...rest] = location.hash.replace(/^#\/?/, '').split('/');
  let id = '';
  try {
    id = decodeURIComponent(rest.join('/'));
  } catch {
    return { kind: 'lines', id: '' };
  }
  return ['line', 'stop', 'vehicle', 'camera', 'device'].includes(kind) && id !== '' ? { kind, id } : { kind: ['stops', 'vehicles', 'cameras', 'devices'].includes(kind) ? kind : 'lines', id: '' };
}

export const hashOf = (kind, id = '') => (id === '' ? (kind === 'lines' ? '#/' : `#/${kind}`) : `#/${kind}/${encodeURIComponent(id)}`);
