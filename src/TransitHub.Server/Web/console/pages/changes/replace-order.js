import { el } from '../../../app/dom.js';
import { t } from '../../../app/texts.js';
import { Field } from '../../parts/form.js';
import { namesOf, RunPicker } from '../../parts/run-picker.js';
import { serviceDayStart } from '../../parts/zone-time.js';
import { RunPreview } from './run-preview.js';
import { plannedStops, StopTimes } from './stop-times.js';

/** A run of the timetable with other stops or times. */
export class ReplaceOrder {
  #of;
  #run = null;
  #picker;
  #stops;
  #preview;
  #headsign;
  #body = el('div.stop-times-editor', { hidden: true });

  constructor(of) {
    this.#of = of;
    const changed = () => this.#tell();
    this.#picker = new RunPicker({ context: of.context, network: of.network, chosen: (run) => this.#choose(run) });
    this.#stops = new StopTimes({ network: of.network, changed, route: () => this.#run?.route ?? null });
    this.#headsign = new Field({ name: 'headsign', label: t('changes.headsign'), hint: t('changes.headsign.hint'), changed });
    this.#preview = new RunPreview(of.network);
    this.#body.append(el('div', {}, this.#stops.element, this.#headsign.element), this.#preview.element);
    this.parts = [this.#picker.element, this.#body];
  }

  get endsAt() {
    return this.#run === null ? null : Math.max(this.#run.ends_at, this.#stops.endsAt ?? 0);
  }

  get change() {
    const headsign = this.#headsign.value.trim();
    if (this.#run === null || this.#stops.value.length < 2 || (!this.#stops.isChanged && headsign === '')) return null;
    return { kind: 'replace', ...namesOf(this.#run), stop_times: this.#stops.value, ...(headsign === '' ? {} : { headsign }) };
  }

  focus() {
    this.#picker.focus();
  }

  complain(name, text) {
    if (name.startsWith('stop_times')) this.#stops.complain(name, text);
    else if (name === 'headsign') this.#headsign.complain(text);
    else if (['trip_id', 'start_date', 'start_time'].includes(name)) this.#picker.complain(text);
    else return false;
    return true;
  }

  async #choose(run) {
    this.#run = run;
    this.#body.hidden = true;
    if (run !== null) {
      const trip = await this.#of.trips.load(run.trip_id);
      if (this.#run !== run) return;
      this.#stops.begin(serviceDayStart(run.start_date), trip === null ? [] : plannedStops(trip, run, this.#of.network), true);
      this.#body.hidden = false;
    }
    this.#tell();
  }

  #tell() {
    const { network } = this.#of;
    this.#preview.show(this.#run?.route, this.#headsign.value.trim() || network.headsign(this.#run?.headsign), this.#run === null ? [] : this.#stops.told);
    this.#of.changed();
  }
}
