import { el, replace } from '../../../app/dom.js';
import { dateTime, time } from '../../../app/format.js';
import { t } from '../../../app/texts.js';
import { openDialog } from '../../parts/dialog.js';
import { Field } from '../../parts/form.js';
import { Finder } from '../../parts/finder.js';
import { findDevices } from '../../parts/network.js';
import { namesOf, RunPicker } from '../../parts/run-picker.js';
import { Expiry } from './expiry.js';
import { sentenceOf } from './sentence.js';

/** What an operator can order here, in the order shown. */
export const orders = ['cancel', 'skip', 'assign', 'ignore'];

const mostPages = 10;

/**
 * Opens the dialog in which a change is put together by search, and told in a sentence before it is made.
 * @param {string} order one of `orders`
 * @param {{ context: object, network: object, done: () => void, vehicle?: string }} of vehicle: the id of the one that is meant, if that is known
 */
export function openOrder(order, of) {
  const form = new OrderForm(order, of);
  const dialog = openDialog({ title: t(`changes.${order}`), isWide: true, body: [form.element] });
  form.finished = () => dialog.close();
  form.focus();
}

class OrderForm {
  #order;
  #of;
  #run = null;
  #device = null;
  #trips = new Map();
  #stops = el('div.stop-choice');
  #block = el('div.block-choice');
  #sentence = el('p.sentence', { role: 'status' });
  #problem = el('div.form-problem', { role: 'alert' });
  #button;
  #finder = null;
  #picker = null;
  #note = new Field({ name: 'note', label: t('changes.note'), hint: t('changes.note.hint') });
  #expiry;
  finished = () => {};

  constructor(order, of) {
    this.#order = order;
    this.#of = of;
    this.#expiry = new Expiry({ hasRun: order === 'cancel' || order === 'skip', changed: () => this.#tell() });
    const parts = [];
    if (order === 'assign' || order === 'ignore') parts.push((this.#finder = this.#makeFinder()).element);
    if (this.#finder !== null && of.vehicle !== undefined) {
      this.#device = { id: of.vehicle };
      this.#finder.text = of.vehicle;
    }
    if (order !== 'ignore') parts.push((this.#picker = new RunPicker({ context: of.context, network: of.network, chosen: (run) => this.#choose(run) })).element);
    this.#button = el(`button.action.${order === 'assign' ? 'primary' : 'danger'}`, { type: 'submit', disabled: true }, t(`changes.${order}.submit`));
    this.element = el('form.form.order-form', { noValidate: true, on: { submit: (event) => this.#submit(event) } },
      ...parts, this.#stops, this.#block, this.#expiry.element, this.#note.element, this.#sentence, this.#problem,
      el('p.actions', {}, this.#button, el('button.action', { type: 'button', on: { click: () => this.finished() } }, t('part.cancel'))));
    this.#tell();
  }

  focus() {
    (this.#device === null ? this.#finder ?? this.#picker : this.#picker).focus();
  }

  #makeFinder() {
    let known = null;
    return new Finder({
      label: t(this.#order === 'assign' ? 'changes.vehicle' : 'changes.device'), hint: t('changes.device.hint'), keep: true,
      find: async (_, typed) => {
        known ??= this.#readDevices();
        const found = findDevices(await known, typed);
        // A device that has not reported yet may be ordered, too: its id is what was typed.
        return found.some((device) => device.id === typed) ? found : [...found.slice(0, 11), { id: typed, key: `typed ${typed}`, text: typed, show: () => [el('span.grow', {}, t('changes.device.typed', { id: typed }))] }];
      },
      chosen: (item) => {
        this.#device = item;
        this.#tell();
      },
    });
  }

  /** Vehicles that are known now and, where any device may be meant, all that were heard of. */
  async #readDevices() {
    const { context, network } = this.#of;
    const all = new Map();
    const take = async (path, list, make) => {
      let after;
      for (let page = 0; page < mostPages; page++) {
        const told = await context.read(path, { feed: context.feed, limit: 1000, after }).catch(() => ({ [list]: [] }));
        for (const one of told[list]) if (!all.has(one.id)) all.set(one.id, make(one));
        after = told.next;
        if (after === undefined) return;
      }
    };
    await take('/v1/vehicles', 'vehicles', (vehicle) => ({ id: vehicle.id, label: vehicle.label, sub: [network.routeOf(vehicle) && network.routeSign(network.routeOf(vehicle)), network.headsign(vehicle.headsign)].filter(Boolean).join(' → ') }));
    if (this.#order === 'ignore') await take('/v1/devices', 'devices', (device) => ({ id: device.id, label: device.name, sub: device.kind }));
    return [...all.values()];
  }

  async #choose(run) {
    this.#run = run;
    replace(this.#stops);
    replace(this.#block);
    if (run !== null) {
      this.#expiry.forRun(run);
      if (!this.#trips.has(run.trip_id)) this.#trips.set(run.trip_id, await this.#of.context.read(`/v1/trips/${encodeURIComponent(run.trip_id)}`, { feed: this.#of.context.feed }).catch(() => null));
      if (this.#run !== run) return;
      if (this.#order === 'skip') this.#showStops(this.#trips.get(run.trip_id)?.stops ?? [], run);
      if (this.#order === 'assign' && run.block_id !== undefined) replace(this.#block, this.#blockField(run).element);
    }
    this.#tell();
  }

  #blockField(run) {
    return new Field({ name: 'block', type: 'checkbox', label: t('changes.wholeBlock', { id: run.block_id }), value: false, changed: (value) => {
      this.#run = { ...this.#run, isBlock: value };
      this.#tell();
    } });
  }

  /** Of a trip by headway the timetable's own times are another run's. */
  #showStops(stops, run) {
    const began = secondsOf(stops[0]?.departure ?? '0:0:0');
    replace(this.#stops, el('fieldset.stop-list', {}, el('legend', {}, t('changes.stops')), ...stops.map((stop) => {
      const id = `skip-${stop.stop_sequence}`;
      return el('div.stop', {}, el('input', { type: 'checkbox', id, value: String(stop.stop_sequence), 'data-key': id, on: { change: () => this.#tell() } }),
        el('label', { for: id }, el('span.when', {}, time(run.starts_at + secondsOf(stop.departure) - began)), el('span', {}, this.#of.network.stopNameById(stop.stop_id, stop.stop_name))));
    })));
  }

  /** What would be sent; null: something is still to be chosen. */
  get #change() {
    const expires = this.#expiry.value;
    const note = this.#note.value.trim();
    const common = { expires_at: expires, ...(note === '' ? {} : { note }) };
    const skipped = [...this.#stops.querySelectorAll('input:checked')].map((input) => Number(input.value));
    switch (this.#order) {
      case 'cancel': return this.#run && { kind: 'cancel', ...namesOf(this.#run), ...common };
      case 'skip': return this.#run && skipped.length > 0 ? { kind: 'change_stops', ...namesOf(this.#run), skipped_stops: skipped, ...common } : null;
      case 'assign': return this.#run && this.#device && { kind: 'assign_vehicle', vehicle_id: this.#device.id, ...(this.#run.isBlock ? { block_id: this.#run.block_id, start_date: this.#run.start_date } : namesOf(this.#run)), ...common };
      default: return this.#device && { kind: 'ignore_device', device_id: this.#device.id, ...common };
    }
  }

  /** The whole of it in a sentence, before it is made. */
  #tell() {
    const change = this.#change;
    const isWhole = change !== null && change.expires_at !== null;
    this.#button.disabled = !isWhole;
    replace(this.#sentence, ...(isWhole ? [...sentenceOf(change, this.#of.network, this.#trips), ' ', t('changes.sentence.until', { at: dateTime(change.expires_at) })] : [t(`changes.${this.#order}.missing`)]));
  }

  async #submit(event) {
    event.preventDefault();
    const change = this.#change;
    if (change === null) return;
    const { context, done } = this.#of;
    this.#problem.replaceChildren();
    this.#button.disabled = true;
    try {
      await context.send('POST', `/v1/feeds/${encodeURIComponent(context.feed)}/changes`, change);
      this.finished();
      done();
    } catch (error) {
      if (error.status === undefined) throw error;
      this.#explain(error);
      this.#button.disabled = false;
    }
  }

  #explain(error) {
    const lines = Object.entries(error.errors ?? {}).map(([name, said]) => [name, [said].flat().join(' ')]);
    const rest = lines.filter(([name, text]) => {
      if (name === 'expires_at') this.#expiry.complain(text);
      else if (name === 'note') this.#note.complain(text);
      else if (name === 'device_id' || (name === 'vehicle_id' && this.#finder !== null)) this.#finder.complain(text);
      else return true;
      return false;
    });
    this.#problem.replaceChildren(el('p', {}, error.status === 0 ? t('part.offline.what') : lines.length > 0 ? t('part.notRight') : error.detail ?? t('part.failed.what', { status: error.status })), ...rest.map(([name, text]) => el('p.sub', {}, `${name} ${text}`)));
  }
}

/** HH:MM:SS of the service day to seconds. */
function secondsOf(text) {
  const [hours, minutes, seconds] = text.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}
