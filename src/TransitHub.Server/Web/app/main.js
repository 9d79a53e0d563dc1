import { Choices } from './choices.js';
import { drawing, el } from './dom.js';
import { setTimeZone } from './format.js';
import { alertsEvery, readAlerts } from './hub/alerts.js';
import { readDetours } from './hub/detours.js';
import { read } from './hub/api.js';
import { readCameras } from './hub/cameras.js';
import { Crowding } from './hub/crowding.js';
import { HubClock } from './hub/clock.js';
import { Network } from './hub/network.js';
import { HubStream } from './hub/stream.js';
import { Vehicles } from './hub/vehicles.js';
import { MapView } from './map/view.js';
import { Panel } from './panel/panel.js';
import { hashOf } from './panel/route.js';
import { Search } from './search.js';
import { Sheet } from './sheet.js';
import { StateLine } from './state.js';

const by = (id) => document.getElementById(id);
const phone = matchMedia('(max-width: 760px)');

/** Exported, as the vehicles, the crowding and the map are, for the browser's console and the tests. */
export const clock = new HubClock();
export const vehicles = new Vehicles();
export const crowding = new Crowding();
const stream = new HubStream(new URLSearchParams(location.search).get('feed'));
/** When each vehicle that went was last heard of, so that an open panel can say so. */
const lastSeen = new Map();
let network = Network.empty('');
let cameras = [];
let camerasAt = -Infinity;
let alerts = [];
let alertsAt = -Infinity;

const panel = new Panel(by('panel'), { current: () => ({ feed: stream.feed, alerts, network, vehicles, clock, cameras, crowding, lastSeen }) });
const stateLine = new StateLine(by('state'), { stream, vehicles, clock });
new Search(by('search'), { get network() { return network; }, vehicles, arrived: () => by('panel').focus() });
const sheet = new Sheet(by('sheet'), by('handle'));
/** The map; null where it cannot be drawn. */
export const view = openMap();

function openMap() {
  try {
    return new MapView(by('map'), clock, () => (phone.matches ? { bottom: innerHeight * 0.46, top: 100 } : { left: 400 }));
  } catch {
    document.documentElement.classList.add('no-map');
    by('map').replaceChildren(el('p.note', { 'data-text': 'map.missing' }));
    return null;
  }
}

/** What the panel shows is shown on the map too. */
function showOnMap({ kind, id }, moves) {
  if (view === null) return;
  const vehicle = kind === 'vehicle' ? vehicles.get(id) : undefined;
  view.choose({
    routeId: kind === 'line' && network.routesById.has(id) ? id : vehicle?.route_id ?? null, stopId: kind === 'stop' ? id : null, vehicleId: kind === 'vehicle' ? id : null, dimsVehicles: kind === 'line',
  });
  if (!moves) return;
  if (kind !== 'vehicle') view.follow(null);
  const place = kind === 'stop' ? network.stopsById.get(id) : kind === 'camera' ? cameras.find((camera) => camera.id === id) : vehicle;
  if (kind === 'line' && network.routesById.has(id)) view.fitRoute(network.routesById.get(id));
  else if (place !== undefined) view.flyTo(place.lon, place.lat, 14);
}

stream.addEventListener('feeds', () => {
  const choice = by('feed');
  choice.replaceChildren(...stream.feeds.map((feed) => el('option', { value: feed.id }, feed.name ?? feed.id)));
  choice.hidden = stream.feeds.length < 2;
});

stream.addEventListener('feed', async () => {
  const { feed } = stream;
  by('feed').value = feed.id;
  by('title').textContent = stream.feeds.length < 2 ? feed.name ?? 'TransitHub' : 'TransitHub';
  document.title = `${feed.name ?? feed.id} · TransitHub`;
  by('simulated').hidden = feed.simulated !== true;
  if (network.feed !== feed.id) {
    vehicles.clear();
    crowding.clear();
    view?.vehicles.clear();
    network = Network.empty(feed.id);
    alerts = [];
    alertsAt = -Infinity;
    view?.showDetours([]);
  }
  try {
    const answer = await read('/v1/network', { feed: feed.id });
    if (stream.feed?.id !== feed.id) return;
    network = new Network(answer);
    setTimeZone(network.timeZone);
    cameras = await readCameras(feed.id);
  } catch {
    // Offline: the next connection tells the feed again.
    stream.feed = null;
    return;
  }
  view?.show(network);
  view?.showCameras(cameras);
  view?.showCrowding(crowding);
  panel.readAgain();
  showOnMap(panel.route, panel.route.id !== '');
});

stream.addEventListener('batch', ({ detail: { kind, batch } }) => {
  clock.tell(batch.sent_at);
  vehicles.take(kind, batch);
  crowding.take(kind, batch);
});

stream.addEventListener('state', () => {
  if (stream.state === 'live') panel.readAgain();
});

vehicles.addEventListener('changed', ({ detail: { changed, removed } }) => {
  for (const id of removed) lastSeen.set(id, clock.now());
  view?.vehicles.take(changed, removed);
  if (view !== null && !view.isFitted) view.fit(false, vehicles.all());
});

crowding.addEventListener('changed', () => view?.showCrowding(crowding));

panel.addEventListener('shown', ({ detail }) => showOnMap(detail, true));
panel.addEventListener('follow', ({ detail }) => view?.follow(detail));
view?.addEventListener('choose', ({ detail }) => {
  sheet.settle();
  location.hash = detail === null ? hashOf('lines') : hashOf(detail.kind, detail.id);
});
view?.addEventListener('restyled', () => showOnMap(panel.route, false));

by('feed').addEventListener('change', (event) => {
  history.replaceState(null, '', `?feed=${encodeURIComponent(event.target.value)}`);
  location.hash = hashOf('lines');
  stream.choose(event.target.value);
});
view?.map.on('moveend', () => view.followOn());

for (const [key, path, act] of [
  ['map.in', 'M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z', () => view?.zoomBy(1)],
  ['map.out', 'M5 11h14v2H5z', () => view?.zoomBy(-1)],
  ['map.fit', 'M4 4h6v2H6v4H4zm10 0h6v6h-2V6h-4zM4 14h2v4h4v2H4zm14 0h2v6h-6v-2h4z', () => view?.fit(true, vehicles.all())],
]) {
  by('map-tools').append(el('button.tool', { type: 'button', 'data-label': key, on: { click: act } }, drawing(path)));
}

/** Counts change by the minute; they are read while somebody looks at them. */
async function readCamerasAgain() {
  if (!panel.route.kind.startsWith('camera') || performance.now() - camerasAt < 10_000) return;
  camerasAt = performance.now();
  const { feed } = stream;
  const read = feed === null ? [] : await readCameras(feed.id);
  if (read.length > 0 && stream.feed === feed) {
    cameras = read;
    panel.render();
  }
}

/** What riders are told now. */
async function readAlertsAgain() {
  const { feed } = stream;
  if (feed === null || performance.now() - alertsAt < alertsEvery) return;
  alertsAt = performance.now();
  const [read, detours] = await Promise.all([readAlerts(feed.id), view === null ? null : readDetours(feed.id)]);
  if (stream.feed !== feed) return;
  if (detours !== null) view.showDetours(detours);
  if (read !== null) {
    alerts = read;
    panel.render();
  }
}

new Choices(by('language'), by('theme'), () => stateLine.show());
panel.render();
stateLine.show();
stream.connect();
setInterval(() => {
  stateLine.show();
  if (document.visibilityState === 'visible') {
    panel.render();
    readCamerasAgain();
    readAlertsAgain();
    view?.vehicles.wake();
    view?.followOn();
  }
}, 1000);
