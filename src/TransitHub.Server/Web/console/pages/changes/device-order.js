import { el, replace } from '../../../app/dom.js';
import { t } from '../../../app/texts.js';
import { Field } from '../../parts/form.js';
import { Finder } from '../../parts/finder.js';
import { findDevices } from '../../parts/network.js';
import { namesOf, RunPicker } from '../../parts/run-picker.js';

const mostPages = 10;

/** A vehicle that drives a run or a block whatever it says, or a device whose reports count for nothing. */
export class DeviceOrder {
  #of;
  #device = null;
  #run = null;
  #finder;
  #picker = null;
  #block = el('div.block-choice');

  constructor(of) {
    this.#of = of;
    this.#finder = this.#makeFinder();
    if (of.vehicle !== undefined) {
      this.#device = { id: of.vehicle };
      this.#finder.text = of.vehicle;
    }
    if (of.order === 'assign') this.#picker = new RunPicker({ context: of.context, network: of.network, chosen: (run) => this.#choose(run) });
    this.parts = [this.#finder.element, ...(this.#picker === null ? [] : [this.#picker.element, this.#block])];
  }

  get endsAt() {
    return null;
  }

  get change() {
    if (this.#device === null) return null;
    if (this.#picker === null) return { kind: 'ignore_device', device_id: this.#device.id };
    return this.#run && { kind: 'assign_vehicle', vehicle_id: this.#device.id, ...(this.#run.isBlock ? { block_id: this.#run.block_id, start_date: this.#run.start_date } : namesOf(this.#run)) };
  }

  focus() {
    (this.#device === null ? this.#finder : this.#picker ?? this.#finder).focus();
  }

  complain(name, text) {
    if (name === 'device_id' || name === 'vehicle_id') this.#finder.complain(text);
    else if (this.#picker !== null && ['trip_id', 'block_id', 'start_date', 'start_time'].includes(name)) this.#picker.complain(text);
    else return false;
    return true;
  }

  #makeFinder() {
    let known = null;
    return new Finder({
      label: t(this.#of.order === 'assign' ? 'changes.vehicle' : 'changes.device'), hint: t('changes.device.hint'), keep: true,
      find: async (_, typed) => {
        known ??= this.#readDevices();
        const found = findDevices(await known, typed);
        // A device that has not reported yet may be ordered, too: its id is what was typed.
        return found.some((device) => device.id === typed) ? found : [...found.slice(0, 11), { id: typed, key: `typed ${typed}`, text: typed, show: () => [el('span.grow', {}, t('changes.device.typed', { id: typed }))] }];
      },
      chosen: (item) => {
        this.#device = item;
        this.#of.changed();
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
    if (this.#of.order === 'ignore') await take('/v1/devices', 'devices', (device) => ({ id: device.id, label: device.name, sub: device.kind }));
    return [...all.values()];
  }

  async #choose(run) {
    this.#run = run;
    replace(this.#block);
    if (run !== null) {
      await this.#of.trips.load(run.trip_id);
      if (this.#run !== run) return;
      if (run.block_id !== undefined) replace(this.#block, this.#blockField(run).element);
    }
    this.#of.changed();
  }

  #blockField(run) {
    return new Field({ name: 'block', type: 'checkbox', label: t('changes.wholeBlock', { id: run.block_id }), value: false, changed: (value) => {
      this.#run = { ...this.#run, isBlock: value };
      this.#of.changed();
    } });
  }
}
