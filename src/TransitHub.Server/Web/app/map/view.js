import { Map as MapLibre, setWorkerUrl } from '../../maplibre/maplibre-gl.mjs';
import { settings } from '../settings.js';
import { levels } from '../hub/crowding.js';
import { detoursOf } from '../hub/detours.js';
import { cameraImage, crowdImage } from './icons.js';
import { linesOf, stopsOf } from './lines.js';
import { lineLayerIds, mapStyle, stopLayerIds } from './style.js';
import { VehicleLayer } from './vehicle-layer.js';

// Named by its own path, so that it comes out of the same folder and stays in the browser's cache.
setWorkerUrl(new URL('../../maplibre/maplibre-gl-worker.mjs', import.meta.url).href);

/** A finger is not a mouse. */
const reachPixels = matchMedia('(pointer: coarse)').matches ? 26 : 16;

/** The map with its network, stops, cameras and vehicles. Events: "choose" with what was clicked, or null for the ground. */
export class MapView extends EventTarget {
  #map;
  #vehicles;
  #network = null;
  #cameras = [];
  #crowding = null;
  #detours = [];
  #padding;
  #fitted = false;
  #chosenRoute = null;
  #following = null;

  /**
   * @param {HTMLElement} container
   * @param {HubClock} clock
   * @param {() => object} padding pixels of the map that the panel hides
   * @throws Error when the browser cannot draw it
   */
  constructor(container, clock, padding) {
    super();
    this.#padding = padding;
    this.#map = new MapLibre({
      container, style: mapStyle(settings.theme), center: [100.52, 13.74], zoom: 10.5, minZoom: 2, maxZoom: 19, maxPitch: 0,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, attributionControl: false, renderWorldCopies: false, fadeDuration: 120,
    });
    this.#map.touchZoomRotate.disableRotation();
    const canvas = document.createElement('canvas');
    canvas.id = 'vehicles';
    canvas.setAttribute('aria-hidden', 'true');
    container.querySelector('.maplibregl-canvas-container').append(canvas);
    this.#vehicles = new VehicleLayer(this.#map, canvas, clock, settings.theme);
    this.#map.on('load', () => this.#fill());
    this.#map.on('click', (event) => this.#clicked(event.point));
    this.#map.on('mousemove', (event) => (this.#map.getCanvas().style.cursor = this.#at(event.point) === null ? '' : 'pointer'));
    this.#map.on('dragstart', () => (this.#following = null));
    settings.addEventListener('theme', () => this.#restyle());
    settings.addEventListener('language', () => this.#nameStops());
  }

  /** The layer that draws the vehicles. */
  get vehicles() {
    return this.#vehicles;
  }

  get map() {
    return this.#map;
  }

  zoomBy(step) {
    this.#map.zoomTo(this.#map.getZoom() + step);
  }

  show(network) {
    this.#network = network;
    this.#vehicles.network = network;
    this.#fitted = false;
    this.fit(false, [], true);
    this.#fill();
  }

  showCameras(cameras) {
    this.#cameras = cameras;
    this.#fill();
  }

  /** How full it is at stops. */
  showCrowding(crowding) {
    this.#crowding = crowding;
    if (this.#map.getSource('crowding')) this.#fillCrowding();
  }

  /** The ways that lines take instead of their own. */
  showDetours(detours) {
    this.#detours = detours;
    this.#map.getSource('detours')?.setData(detoursOf(detours, this.#network));
  }

  /** The whole network, or where most of its stops are; without one, the vehicles there are. */
  fit(animate = true, vehicles = [], mostOnly = false) {
    const bounds = mostOnly ? this.#middle() ?? this.#bounds(vehicles) : this.#bounds(vehicles);
    if (bounds === null) return;
    this.#fitted = true;
    const [south, west, north, east] = bounds;
    this.#map.fitBounds([[west, south], [east, north]], { padding: this.#padded(), animate, maxZoom: 15 });
  }

  /** True when there was something to fit to. */
  get isFitted() {
    return this.#fitted;
  }

  flyTo(longitude, latitude, zoom = 15) {
    this.#map.easeTo({ center: [longitude, latitude], zoom: Math.max(this.#map.getZoom(), zoom), padding: this.#padded(), duration: 700 });
  }

  /** Frames one line. */
  fitRoute(route) {
    const flat = route.lines.flat();
    if (flat.length === 0) return;
    const [xs, ys] = [flat.filter((_, at) => at % 2 === 0), flat.filter((_, at) => at % 2 === 1)];
    const corners = [[Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]];
    this.#map.fitBounds(corners, { padding: this.#padded(), maxZoom: 14, duration: 700 });
  }

  /** Keeps a vehicle in the middle until the map is dragged; null: no more. */
  follow(id) {
    this.#following = id;
    this.followOn();
  }

  followOn() {
    const at = this.#following === null ? null : this.#vehicles.positionOf(this.#following);
    if (at !== null && !this.#map.isMoving()) this.#map.easeTo({ center: at, zoom: Math.max(this.#map.getZoom(), 14), padding: this.#padded(), duration: 900 });
  }

  /** What the panel shows: the line stands out, the stop and the vehicle are ringed. */
  choose({ routeId = null, stopId = null, vehicleId = null, dimsVehicles = false } = {}) {
    this.#chosenRoute = routeId;
    this.#vehicles.choose(vehicleId, dimsVehicles ? routeId : null);
    if (!this.#map.getLayer('stop-chosen')) return;
    this.#map.setFilter('stop-chosen', ['==', ['get', 'id'], stopId ?? '']);
    for (const layer of lineLayerIds) {
      this.#map.setPaintProperty(layer, 'line-opacity', routeId === null ? (layer === 'line-rail-thread' ? 0.85 : 1) : ['case', ['==', ['get', 'id'], routeId], 1, 0.18]);
    }
  }

  #padded() {
    const around = innerWidth < 760 ? 20 : 44;
    const { left = 0, bottom = 0, top = 0 } = this.#padding();
    return { left: left + around, right: around, top: top + around, bottom: bottom + around };
  }

  /** Long branches to the suburbs would make the first sight of a city small: nine in ten of the stops are enough. */
  #middle() {
    const stops = this.#network?.stops ?? [];
    if (stops.length < 20) return null;
    const within = (values) => {
      const sorted = values.sort((a, b) => a - b);
      return [sorted[Math.floor(sorted.length * 0.05)], sorted[Math.ceil(sorted.length * 0.95) - 1]];
    };
    const [[south, north], [west, east]] = [within(stops.map((stop) => stop.lat)), within(stops.map((stop) => stop.lon))];
    return [south, west, north, east];
  }

  #bounds(vehicles) {
    if (this.#network?.bounds) return this.#network.bounds;
    const all = [...vehicles];
    if (all.length === 0) return null;
    const [lats, lons] = [all.map((v) => v.lat), all.map((v) => v.lon)];
    return [Math.min(...lats), Math.min(...lons), Math.max(...lats), Math.max(...lons)];
  }

  #fill() {
    if (!this.#map.isStyleLoaded() && !this.#map.getSource('lines')) return;
    for (const state of ['well', 'faulty', 'offline']) {
      if (!this.#map.hasImage(`camera-${state}`)) this.#map.addImage(`camera-${state}`, cameraImage(settings.theme, state), { pixelRatio: 2 });
    }
    for (const level of levels) {
      if (!this.#map.hasImage(`crowd-${level}`)) this.#map.addImage(`crowd-${level}`, crowdImage(level, settings.theme), { pixelRatio: 2 });
    }
    if (this.#network !== null) {
      this.#map.getSource('lines').setData(linesOf(this.#network, settings.theme));
      this.#nameStops();
    }
    this.#map.getSource('cameras').setData({
      type: 'FeatureCollection',
      features: this.#cameras.map((camera) => ({ type: 'Feature', properties: { id: camera.id, state: camera.state, trust: camera.trust ?? 1 }, geometry: { type: 'Point', coordinates: [camera.lon, camera.lat] } })),
    });
    this.#fillCrowding();
    this.#map.getSource('detours').setData(detoursOf(this.#detours, this.#network));
  }

  /** Of platforms the plate stands at the platform; what is not known is not drawn. */
  #fillCrowding() {
    const stops = [...(this.#crowding?.all() ?? [])].map((one) => ({ one, stop: this.#network?.stopsById.get(one.stop_id) }));
    this.#map.getSource('crowding').setData({
      type: 'FeatureCollection',
      features: stops.filter(({ one, stop }) => stop?.lon !== undefined && levels.includes(one.level)).map(({ one, stop }) => ({
        type: 'Feature', properties: { id: one.stop_id, level: one.level, rank: levels.indexOf(one.level) }, geometry: { type: 'Point', coordinates: [stop.lon, stop.lat] },
      })),
    });
  }

  #nameStops() {
    if (this.#network !== null) this.#map.getSource('stops')?.setData(stopsOf(this.#network));
  }

  #restyle() {
    this.#map.setStyle(mapStyle(settings.theme), { diff: false });
    this.#vehicles.theme = settings.theme;
    this.#map.once('styledata', () => {
      this.#fill();
      this.dispatchEvent(new Event('restyled'));
    });
  }

  #clicked(point) {
    this.dispatchEvent(new CustomEvent('choose', { detail: this.#at(point) }));
  }

  /** What lies under a place of the screen: vehicles before crowded stops before cameras before stops before lines. */
  #at(point) {
    const vehicle = this.#vehicles.nearest(point, reachPixels);
    if (vehicle !== null) return { kind: 'vehicle', id: vehicle };
    const reach = reachPixels / 2;
    const around = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
    for (const [kind, layers] of [['stop', ['crowding']], ['camera', ['camera']], ['stop', stopLayerIds], ['line', ['line-rail', 'line-water', 'line-road']]]) {
      const found = this.#map.queryRenderedFeatures(around, { layers: layers.filter((id) => this.#map.getLayer(id)) });
      if (found.length > 0) return { kind, id: found[0].properties.id };
    }
    return null;
  }
}
