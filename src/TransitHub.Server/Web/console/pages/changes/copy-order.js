import { el } from '../../../app/dom.js';
import { t } from '../../../app/texts.js';
import { now } from '../../hub.js';
import { Field } from '../../parts/form.js';
import { RunPicker } from '../../parts/run-picker.js';
import { dateOf, fromLocal, serviceDayStart, serviceTime, toLocal } from '../../parts/zone-time.js';
import { NewId } from './new-id.js';
import { RunPreview } from './run-preview.js';
import { plannedStops } from './stop-times.js';

const aheadSeconds = 600;

/**
 * A run of the timetable once more at another time. The specification lets no trip by headway be copied, since only its start tells its runs apart; such a one is
 * added with the same stops, which is the same to riders.
 */
export class CopyOrder {
  #of;
  #run = null;
  #planned = [];
  #picker;
  #starts;
  #id;
  #preview;
  #body = el('div.stop-times-editor', { hidden: true });

  constructor(of) {
    this.#of = of;
    this.#picker = new RunPicker({ context: of.context, network: of.network, chosen: (run) => this.#choose(run), choose: t('changes.duplicate.choose') });
    this.#starts = new Field({ name: 'starts', type: 'datetime-local', label: t('changes.starts'), required: true, value: toLocal(Math.ceil((now() + aheadSeconds) / 300) * 300), changed: () => this.#tell() });
    this.#id = new NewId(() => of.changed());
    this.#preview = new RunPreview(of.network);
    this.#body.append(el('div.form', {}, this.#starts.element, this.#id.element), this.#preview.element);
    this.parts = [this.#picker.element, this.#body];
  }

  get endsAt() {
    const start = fromLocal(this.#starts.value);
    return this.#run === null || start === null ? null : start + this.#run.ends_at - this.#run.starts_at;
  }

  get change() {
    const start = fromLocal(this.#starts.value);
    if (this.#run === null || start === null || this.#id.value === '' || this.#planned.length === 0) return null;
    const start_date = dateOf(start);
    const seconds = start - serviceDayStart(start_date);
    const trip = this.#of.trips.get(this.#run.trip_id);
    if (!trip.by_headway) return { kind: 'duplicate', trip_id: this.#run.trip_id, new_trip_id: this.#id.value, start_date, start_time: serviceTime(seconds) };
    const shift = seconds - this.#planned[0].departure;
    const stop_times = this.#planned.map(({ stop, arrival, departure }) => ({ stop_id: stop.id, arrival: serviceTime(arrival + shift), departure: serviceTime(departure + shift) }));
    const { route_id, direction_id, headsign } = this.#run;
    return { kind: 'add', trip_id: this.#id.value, route_id, start_date, stop_times, ...(direction_id === undefined ? {} : { direction_id }), ...(headsign ? { headsign } : {}) };
  }

  focus() {
    this.#picker.focus();
  }

  complain(name, text) {
    const isOwnId = name === 'new_trip_id' || (name === 'trip_id' && this.change?.kind === 'add');
    if (isOwnId) this.#id.complain(text);
    else if (name === 'start_date' || name === 'start_time' || name.startsWith('stop_times')) this.#starts.complain(text);
    else if (name === 'trip_id' || name === 'route_id') this.#picker.complain(text);
    else return false;
    return true;
  }

  async #choose(run) {
    this.#run = run;
    this.#body.hidden = true;
    if (run !== null) {
      const trip = await this.#of.trips.load(run.trip_id);
      if (this.#run !== run) return;
      this.#planned = trip === null ? [] : plannedStops(trip, run, this.#of.network);
      this.#body.hidden = false;
    }
    this.#tell();
  }

  #tell() {
    const start = fromLocal(this.#starts.value);
    if (this.#run === null || start === null || this.#planned.length === 0) this.#preview.show(null, '', []);
    else {
      const date = dateOf(start);
      this.#id.propose(this.#run.trip_id, date, serviceTime(start - serviceDayStart(date)));
      this.#preview.show(this.#run.route, this.#of.network.headsign(this.#run.headsign), this.#planned.map(({ stop, departure }) => ({ stop, at: start + departure - this.#planned[0].departure })));
    }
    this.#of.changed();
  }
}
