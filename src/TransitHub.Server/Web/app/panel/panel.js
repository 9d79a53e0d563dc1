import { replace } from '../dom.js';
import { read } from '../hub/api.js';
import { settings } from '../settings.js';
import { alertCards } from './alerts.js';
import { cameraPanel } from './camera.js';
import { devicePanel, devicesPanel } from './devices.js';
import { linePanel } from './line.js';
import { camerasList, closeLists, linesList, stopsList, tabs, vehiclesList } from './lists.js';
import { currentRoute } from './route.js';
import { stopPanel } from './stop.js';
import { vehiclePanel } from './vehicle.js';

/** What is read of the hub for a panel is read anew after so many milliseconds. */
const readEvery = { vehicle: 3000, stop: 5000, camera: 30_000, device: 5000, devices: 10_000 };

/** Where it is read, and with what. */
const sources = {
  vehicle: (id) => [`/v1/vehicles/${id}`],
  stop: (id) => [`/v1/stops/${id}/arrivals`, { limit: 40 }],
  camera: (id) => [`/v1/cameras/${id}/flows`, { hours: 3 }],
  device: (id) => [`/v1/devices/${id}`],
  devices: () => ['/v1/devices', { counting: true, limit: 500 }],
};

/** What the hub, or a proxy before it, answers to who is no operator. */
const closed = [401, 403, 404];

/** The panel beside the map. Events: "shown" with what it shows, after the address changed. */
export class Panel extends EventTarget {
  #element;
  #context;
  #route = currentRoute();
  #detail = null;
  #readAt = -Infinity;
  #abort = null;

  constructor(element, context) {
    super();
    this.#element = element;
    this.#context = context;
    addEventListener('hashchange', () => this.#go());
    settings.addEventListener('language', () => this.render());
  }

  /** What it shows: kind and id. */
  get route() {
    return this.#route;
  }

  /** Draws it from what is known, and reads what is old. Called when something changed, and each second. */
  render() {
    this.#refresh();
    const { kind, id } = this.#route;
    const context = { ...this.#context.current(), follow: (vehicleId) => this.dispatchEvent(new CustomEvent('follow', { detail: vehicleId })), signIn: () => this.#signIn() };
    const content = {
      lines: () => [alertCards(context.alerts), linesList(context)],
      stops: () => stopsList(context),
      vehicles: () => vehiclesList(context),
      cameras: () => camerasList(context),
      line: () => linePanel(id, context),
      stop: () => stopPanel(id, this.#detail, context),
      vehicle: () => vehiclePanel(id, context.vehicles.get(id), this.#detail, context),
      camera: () => cameraPanel(id, context.cameras.find((camera) => camera.id === id), this.#detail, context),
      device: () => devicePanel(id, this.#detail, context),
      devices: () => devicesPanel(this.#detail, context),
    }[kind]();
    const scrolled = this.#element.scrollTop;
    replace(this.#element, id === '' && kind !== 'devices' ? tabs(kind, context) : null, ...[content].flat());
    this.#element.scrollTop = scrolled;
  }

  /** Reads anew at once, as after a reconnection. */
  readAgain() {
    this.#readAt = -Infinity;
    this.render();
  }

  /** The browser asks for name and password by itself, once for each time that somebody wants to. */
  #signIn() {
    this.#detail = null;
    this.readAgain();
  }

  #go() {
    this.#route = currentRoute();
    this.#detail = null;
    this.#readAt = -Infinity;
    this.#abort?.abort();
    this.#abort = null;
    closeLists();
    this.render();
    this.#element.scrollTop = 0;
    this.dispatchEvent(new CustomEvent('shown', { detail: this.#route }));
  }

  async #refresh() {
    const { kind, id } = this.#route;
    const every = readEvery[kind];
    const { feed, vehicles } = this.#context.current();
    if (every === undefined || this.#detail?.closed !== undefined || feed === null || (kind === 'vehicle' && vehicles.get(id) === undefined) || this.#abort !== null || performance.now() - this.#readAt < every || document.visibilityState === 'hidden') return;
    this.#readAt = performance.now();
    const abort = (this.#abort = new AbortController());
    const [path, parameters] = sources[kind](encodeURIComponent(id));
    try {
      const detail = await read(path, { feed: feed.id, ...parameters }, abort.signal);
      if (this.#abort === abort) this.#detail = detail;
    } catch (error) {
      if (error.name === 'AbortError') return;
      if (this.#abort === abort && kind.startsWith('device') && closed.includes(error.status)) this.#detail = { closed: error.status };
      // Gone or offline: the state line says which; what was read last stays.
    }
    if (this.#abort === abort) {
      this.#abort = null;
      this.render();
    }
  }
}

