import { el, replace } from '../../../app/dom.js';
import { time } from '../../../app/format.js';
import { t } from '../../../app/texts.js';
import { Field } from '../../parts/form.js';
import { namesOf, RunPicker } from '../../parts/run-picker.js';
import { secondsOf } from '../../parts/zone-time.js';

/** A run of the timetable that does not take place, or passes by some of its stops. */
export class RunOrder {
  #of;
  #run = null;
  #picker;
  #stops = el('div.stop-choice');
  #hidden;

  constructor(of) {
    this.#of = of;
    this.#picker = new RunPicker({ context: of.context, network: of.network, chosen: (run) => this.#choose(run) });
    this.#hidden = new Field({ name: 'hidden', type: 'checkbox', label: t('changes.cancel.hidden'), hint: t('changes.cancel.hidden.hint'), changed: of.changed });
    this.parts = [this.#picker.element, of.order === 'cancel' ? this.#hidden.element : this.#stops];
  }

  get endsAt() {
    return this.#run?.ends_at ?? null;
  }

  get change() {
    if (this.#run === null) return null;
    if (this.#of.order === 'cancel') return { kind: this.#hidden.value ? 'delete' : 'cancel', ...namesOf(this.#run) };
    const skipped = [...this.#stops.querySelectorAll('input:checked')].map((input) => Number(input.value));
    return skipped.length > 0 ? { kind: 'change_stops', ...namesOf(this.#run), skipped_stops: skipped } : null;
  }

  focus() {
    this.#picker.focus();
  }

  complain(name, text) {
    if (!['trip_id', 'start_date', 'start_time'].includes(name)) return false;
    this.#picker.complain(text);
    return true;
  }

  async #choose(run) {
    this.#run = run;
    replace(this.#stops);
    if (run !== null) {
      const trip = await this.#of.trips.load(run.trip_id);
      if (this.#run !== run) return;
      if (this.#of.order === 'skip') this.#showStops(trip?.stops ?? [], run);
    }
    this.#of.changed();
  }

  /** Of a trip by headway the timetable's own times are another run's. */
  #showStops(stops, run) {
    const began = secondsOf(stops[0]?.departure ?? '0:0:0');
    replace(this.#stops, el('fieldset.stop-list', {}, el('legend', {}, t('changes.stops')), ...stops.map((stop) => {
      const id = `skip-${stop.stop_sequence}`;
      return el('div.stop', {}, el('input', { type: 'checkbox', id, value: String(stop.stop_sequence), 'data-key': id, on: { change: () => this.#of.changed() } }),
        el('label', { for: id }, el('span.when', {}, time(run.starts_at + secondsOf(stop.departure) - began)), el('span', {}, this.#of.network.stopNameById(stop.stop_id, stop.stop_name))));
    })));
  }
}
