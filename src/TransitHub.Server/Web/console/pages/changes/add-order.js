import { el } from '../../../app/dom.js';
import { t } from '../../../app/texts.js';
import { now } from '../../hub.js';
import { Field } from '../../parts/form.js';
import { RunPicker } from '../../parts/run-picker.js';
import { dateOf, fromLocal, serviceDayStart, serviceTime, toLocal } from '../../parts/zone-time.js';
import { NewId } from './new-id.js';
import { RunPreview } from './run-preview.js';
import { plannedStops, StopTimes } from './stop-times.js';

const aheadSeconds = 600;

/** A run that the timetable does not have: of a line, with stops of its own, which may begin as those of a run that there is. */
export class AddOrder {
  #of;
  #route = null;
  #like = null;
  #picker;
  #starts;
  #headsign;
  #stops;
  #id;
  #preview;
  #body = el('div.stop-times-editor', { hidden: true });

  constructor(of) {
    this.#of = of;
    const changed = () => this.#tell();
    this.#picker = new RunPicker({ context: of.context, network: of.network, choose: t('changes.add.like'), chosen: (run) => this.#copy(run), lineChosen: (route) => this.#chooseLine(route) });
    this.#starts = new Field({ name: 'starts', type: 'datetime-local', label: t('changes.starts'), required: true, value: toLocal(Math.ceil((now() + aheadSeconds) / 300) * 300), changed: () => this.#start() });
    this.#headsign = new Field({ name: 'headsign', label: t('changes.headsign'), hint: t('changes.headsign.hint'), changed });
    this.#stops = new StopTimes({ network: of.network, changed: () => this.#stopsChanged(), route: () => this.#route, startsAt: () => fromLocal(this.#starts.value) });
    this.#id = new NewId(() => of.changed());
    this.#preview = new RunPreview(of.network);
    this.#body.append(el('div.form', {}, el('div.two', {}, this.#starts.element, this.#headsign.element), this.#stops.element, this.#id.element), this.#preview.element);
    this.parts = [this.#picker.element, this.#body];
    this.#stops.begin(this.#zero, [], false);
  }

  get endsAt() {
    return this.#route === null ? null : this.#stops.endsAt;
  }

  get change() {
    const stop_times = this.#stops.value;
    if (this.#route === null || stop_times.length < 2 || this.#id.value === '' || fromLocal(this.#starts.value) === null) return null;
    const headsign = this.#headsign.value.trim();
    const direction = this.#like?.route_id === this.#route.id ? this.#like.direction_id : undefined;
    return { kind: 'add', trip_id: this.#id.value, route_id: this.#route.id, start_date: this.#stops.date, stop_times, ...(direction === undefined ? {} : { direction_id: direction }), ...(headsign === '' ? {} : { headsign }) };
  }

  focus() {
    this.#picker.focus();
  }

  complain(name, text) {
    if (name.startsWith('stop_times')) this.#stops.complain(name, text);
    else if (name === 'trip_id') this.#id.complain(text);
    else if (name === 'headsign') this.#headsign.complain(text);
    else if (name === 'start_date') this.#starts.complain(text);
    else if (name === 'route_id' || name === 'direction_id') this.#picker.complain(text);
    else return false;
    return true;
  }

  get #zero() {
    return serviceDayStart(dateOf(fromLocal(this.#starts.value) ?? now()));
  }

  #chooseLine(route) {
    this.#route = route;
    this.#body.hidden = false;
    this.#tell();
  }

  /** Stops of a run that there is; what was put together before stays while none is chosen. */
  async #copy(run) {
    this.#like = run ?? this.#like;
    if (run === null) return;
    const trip = await this.#of.trips.load(run.trip_id);
    if (this.#like !== run || trip === null) return;
    this.#stops.begin(this.#zero, plannedStops(trip, run, this.#of.network), false);
    this.#headsign.value = run.headsign ?? '';
    this.#start();
  }

  #start() {
    const start = fromLocal(this.#starts.value);
    if (start !== null) this.#stops.startAt(this.#zero, start);
    this.#tell();
  }

  /** The first stop's time is the run's start. */
  #stopsChanged() {
    if (this.#stops.startsAt !== null && toLocal(this.#stops.startsAt) !== this.#starts.value) this.#starts.value = toLocal(this.#stops.startsAt);
    this.#tell();
  }

  #tell() {
    const start = this.#stops.startsAt ?? fromLocal(this.#starts.value);
    if (this.#route !== null && start !== null) this.#id.propose(this.#route.id, dateOf(start), serviceTime(start - serviceDayStart(dateOf(start))));
    this.#preview.show(this.#route, this.#of.network.headsign(this.#headsign.value.trim()), this.#stops.told);
    this.#of.changed();
  }
}
