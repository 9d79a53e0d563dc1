import { Combobox } from './combobox.js';
import { drawing, el } from './dom.js';
import { rankOf } from './matching.js';
import { lineSign } from './panel/parts.js';
import { hashOf } from './panel/route.js';
import { settings } from './settings.js';
import { t } from './texts.js';

/** The search over lines, stops and vehicles in every language of the feed. */
export class Search {
  #context;
  #box;

  constructor(container, context) {
    this.#context = context;
    this.#box = new Combobox({
      id: 'search', input: { id: 'search-input', type: 'search', enterKeyHint: 'search' },
      find: (text) => this.#ranked(text), chosen: (entry) => this.#choose(entry), escaped: () => this.#clear(),
    });
    const { input, list, live } = this.#box;
    container.append(drawing('M10 3a7 7 0 0 1 5.600 11.200l5.100 5.100-1.400 1.400-5.100-5.100A7 7 0 1 1 10 3zm0 2a5 5 0 1 0 0 10 5 5 0 0 0 0-10z', 20), input, list, live);
    addEventListener('keydown', (event) => {
      const typing = event.target instanceof HTMLElement && (event.target.isContentEditable || ['INPUT', 'SELECT', 'TEXTAREA'].includes(event.target.tagName));
      if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.focus();
      }
    });
    settings.addEventListener('language', () => this.#name());
    this.#name();
  }

  #name() {
    this.#box.input.setAttribute('aria-label', t('search.label'));
    this.#box.list.setAttribute('aria-label', t('search.label'));
    this.#box.input.placeholder = t('search.hint');
  }

  /** Whole words first, then beginnings, then anything that holds the text; of equals lines before stops before vehicles. */
  #ranked(text) {
    const { network, vehicles } = this.#context;
    const found = [];
    const offer = (kind, order, id, names, show) => {
      const score = rankOf(names, text);
      if (score < 4) found.push({ kind, id, score: score * 10 + order, show });
    };
    for (const route of network.routes) {
      offer('line', 0, route.id, [route.short_name, route.long_name, ...Object.values(route.short_names ?? {}), ...Object.values(route.long_names ?? {})],
        () => [lineSign(network, route), el('span.main', {}, network.routeName(route) || network.agencyName(route))]);
    }
    for (const stop of network.stops) {
      offer('stop', 1, stop.id, [stop.name, stop.code, ...Object.values(stop.names ?? {})],
        () => [el('span.pin', {}), el('span.main', {}, network.stopName(stop)), el('span.sub', {}, stop.code ?? '')]);
    }
    for (const vehicle of vehicles.all()) {
      offer('vehicle', 2, vehicle.id, [vehicle.id, vehicle.label],
        () => [lineSign(network, network.routeOf(vehicle)), el('span.main', {}, vehicle.label ?? vehicle.id), el('span.sub', {}, network.headsign(vehicle.headsign))]);
    }
    return found.sort((a, b) => a.score - b.score);
  }

  #choose({ kind, id }) {
    this.#box.input.value = '';
    location.hash = hashOf(kind, id);
    this.#context.arrived();
  }

  #clear() {
    this.#box.input.value = '';
    this.#box.close();
  }
}
