import { el, replace } from '../../../app/dom.js';
import { dateTime } from '../../../app/format.js';
import { lineSign } from '../../../app/panel/parts.js';
import { t } from '../../../app/texts.js';
import { openDialog } from '../../parts/dialog.js';
import { Finder } from '../../parts/finder.js';
import { findAgencies, findLines, findStops } from '../../parts/network.js';
import { namesOf, RunPicker } from '../../parts/run-picker.js';

const mostShown = 24;

/** Whom an alert concerns, as signs and names. */
export function entitySigns(network, entities) {
  const all = entities ?? [];
  return [...all.slice(0, mostShown).map((one) => el('span.entity', {}, ...entityParts(network, one))), all.length > mostShown && el('span.sub', {}, t('alertsPage.entities.more', { n: all.length - mostShown }))];
}

function entityParts(network, one) {
  const route = one.route_id === undefined ? undefined : network.routesById.get(one.route_id);
  const agency = one.agency_id !== undefined && route === undefined ? network.routes.find((r) => r.agency_id === one.agency_id) : undefined;
  const words = [
    one.agency_id !== undefined && route === undefined && (agency === undefined ? one.agency_id : t('alertsPage.allOf', { who: network.agencyName(agency) })),
    one.route_id !== undefined && route === undefined && one.route_id,
    one.direction_id !== undefined && t(`alertsPage.direction.${one.direction_id}`),
    one.trip_id !== undefined && t('alertsPage.run', { id: one.trip_id }),
    one.stop_id !== undefined && network.stopNameById(one.stop_id),
  ].filter(Boolean).join(' · ');
  return [route !== undefined && lineSign(network, route), words !== '' && el('span', {}, words)];
}

/** Whom an alert concerns, chosen by search: lines, stops, who runs lines, and single runs. */
export class Entities {
  #network;
  #context;
  #list = el('ul.entities');
  #entities;
  #changed;
  #finder;

  constructor({ context, network, entities, changed }) {
    this.#context = context;
    this.#network = network;
    this.#entities = entities;
    this.#changed = changed;
    this.#finder = new Finder({
      label: t('alertsPage.entities'), hint: t('alertsPage.entities.hint'),
      find: (text) => [...findLines(network, text), ...findStops(network, text), ...findAgencies(network, text)].sort((a, b) => a.rank - b.rank),
      chosen: (item) => this.#add(item.route !== undefined ? { route_id: item.route.id } : item.stop !== undefined ? { stop_id: item.stop.id } : { agency_id: item.agency }),
    });
    this.element = el('div.entity-field', {}, this.#finder.element, this.#list,
      el('button.action', { type: 'button', on: { click: () => this.#chooseRun() } }, t('alertsPage.addRun')));
    this.#draw();
  }

  get value() {
    return this.#entities;
  }

  focus() {
    this.#finder.focus();
  }

  complain(text) {
    this.#finder.complain(text);
  }

  #add(entity) {
    const text = JSON.stringify(entity);
    if (this.#entities.some((one) => JSON.stringify(one) === text)) return;
    this.#entities = [...this.#entities, entity];
    this.#draw();
    this.#changed();
  }

  #draw() {
    replace(this.#list, ...this.#entities.map((one, at) => el('li.entity', {}, ...entityParts(this.#network, one),
      one.start_date !== undefined && el('span.sub', {}, one.start_date),
      el('button.tool', { type: 'button', 'aria-label': t('alertsPage.entities.remove', { what: this.#nameOf(one) }), 'data-key': `entity ${JSON.stringify(one)}`, on: { click: () => {
        this.#entities = this.#entities.toSpliced(at, 1);
        this.#draw();
        this.#changed();
        this.#finder.focus();
      } } }, '✕'))));
  }

  #nameOf(one) {
    const route = this.#network.routesById.get(one.route_id);
    return [route !== undefined && this.#network.routeSign(route), one.stop_id !== undefined && this.#network.stopNameById(one.stop_id), one.trip_id, one.agency_id].filter(Boolean).join(' ');
  }

  #chooseRun() {
    let chosen = null;
    const add = el('button.action.primary', { type: 'button', disabled: true, on: { click: () => {
      this.#add({ route_id: chosen.route_id, ...namesOf(chosen) });
      dialog.close();
    } } }, t('alertsPage.addRun.do'));
    const said = el('p.sub', { role: 'status' });
    const picker = new RunPicker({ context: this.#context, network: this.#network, chosen: (run) => {
      chosen = run;
      add.disabled = run === null;
      said.textContent = run === null ? '' : `${this.#network.headsign(run.headsign) || run.to_stop}, ${dateTime(run.starts_at)}`;
    } });
    const dialog = openDialog({ title: t('alertsPage.addRun'), isWide: true, body: [picker.element, said, el('p.actions', {}, add, el('button.action', { type: 'button', on: { click: () => dialog.close() } }, t('part.cancel')))] });
    picker.focus();
  }
}
