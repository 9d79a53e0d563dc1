import { drawing, el, replace } from './dom.js';
import { lineSign } from './panel/parts.js';
import { hashOf } from './panel/route.js';
import { settings } from './settings.js';
import { t } from './texts.js';

const most = 12;
const fold = (text) => (text ?? '').toString().normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

/** The search over lines, stops and vehicles in every language of the feed: a combobox as the ARIA practices describe it. */
export class Search {
  #context;
  #input;
  #list;
  #live;
  #found = [];
  #active = -1;

  constructor(container, context) {
    this.#context = context;
    this.#list = el('ul', { id: 'search-list', role: 'listbox', hidden: true });
    this.#live = el('span.hidden', { 'aria-live': 'polite' });
    this.#input = el('input', {
      id: 'search-input', type: 'search', autocomplete: 'off', spellcheck: false, role: 'combobox', enterKeyHint: 'search',
      'aria-expanded': 'false', 'aria-controls': 'search-list', 'aria-autocomplete': 'list',
      on: { input: () => this.#search(), keydown: (event) => this.#key(event), focus: () => this.#search(), blur: () => this.#close() },
    });
    container.append(drawing('M10 3a7 7 0 0 1 5.600 11.200l5.100 5.100-1.400 1.400-5.100-5.100A7 7 0 1 1 10 3zm0 2a5 5 0 1 0 0 10 5 5 0 0 0 0-10z', 20), this.#input, this.#list, this.#live);
    addEventListener('keydown', (event) => {
      const typing = event.target instanceof HTMLElement && (event.target.isContentEditable || ['INPUT', 'SELECT', 'TEXTAREA'].includes(event.target.tagName));
      if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        this.#input.focus();
      }
    });
    settings.addEventListener('language', () => this.#name());
    this.#name();
  }

  #name() {
    this.#input.setAttribute('aria-label', t('search.label'));
    this.#list.setAttribute('aria-label', t('search.label'));
    this.#input.placeholder = t('search.hint');
  }

  #search() {
    const text = fold(this.#input.value.trim());
    if (text === '') {
      this.#close();
      return;
    }
    this.#found = this.#ranked(text).slice(0, most);
    this.#active = this.#found.length > 0 ? 0 : -1;
    this.#show();
    this.#live.textContent = this.#found.length === 0 ? t('search.none', { text: this.#input.value }) : t('search.count', { n: this.#found.length });
  }

  /** Whole words first, then beginnings, then anything that holds the text; of equals lines before stops before vehicles. */
  #ranked(text) {
    const { network, vehicles } = this.#context;
    const found = [];
    const offer = (kind, order, id, names, make) => {
      const score = Math.min(...names.map((name) => rank(fold(name), text)));
      if (score < 4) found.push({ kind, id, score: score * 10 + order, make });
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

  #show() {
    replace(this.#list, this.#found.length === 0
      ? el('li.none', { role: 'option', 'aria-disabled': true }, t('search.none', { text: this.#input.value }))
      : this.#found.map((entry, at) => el('li', {
        id: `search-${at}`, role: 'option', 'aria-selected': at === this.#active ? 'true' : 'false',
        // Before the input loses its focus, which would close the list under the pointer.
        on: { mousedown: (event) => { event.preventDefault(); this.#choose(at); } },
      }, ...entry.make())));
    this.#list.hidden = false;
    this.#input.setAttribute('aria-expanded', 'true');
    this.#point();
  }

  #point() {
    if (this.#active < 0) this.#input.removeAttribute('aria-activedescendant');
    else this.#input.setAttribute('aria-activedescendant', `search-${this.#active}`);
    [...this.#list.children].forEach((child, at) => child.setAttribute('aria-selected', at === this.#active ? 'true' : 'false'));
    this.#list.children[this.#active]?.scrollIntoView({ block: 'nearest' });
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && this.#found.length > 0) {
      event.preventDefault();
      this.#active = (this.#active + step + this.#found.length) % this.#found.length;
      this.#point();
    } else if (event.key === 'Enter' && this.#active >= 0) {
      event.preventDefault();
      this.#choose(this.#active);
    } else if (event.key === 'Escape') {
      this.#input.value = '';
      this.#close();
    }
  }

  #choose(at) {
    const { kind, id } = this.#found[at];
    this.#input.value = '';
    this.#close();
    location.hash = hashOf(kind, id);
    this.#context.arrived();
  }

  #close() {
    this.#found = [];
    this.#active = -1;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
  }
}

function rank(name, text) {
  if (name === '') return 4;
  if (name === text) return 0;
  if (name.startsWith(text)) return 1;
  return name.split(/[\s\-–/()]+/).some((word) => word.startsWith(text)) ? 2 : name.includes(text) ? 3 : 4;
}
