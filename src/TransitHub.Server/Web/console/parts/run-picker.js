import { el, replace } from '../../app/dom.js';
import { delay, time } from '../../app/format.js';
import { lineSign } from '../../app/panel/parts.js';
import { t } from '../../app/texts.js';
import { now } from '../hub.js';
import { Field } from './form.js';
import { Finder } from './finder.js';
import { findLines } from './network.js';
import { chip } from './parts.js';
import { failed, working } from './states.js';
import { fromLocal, toLocal } from './zone-time.js';

let made = 0;

/** A run of the timetable, chosen by its line and about when it goes. */
export class RunPicker {
  #context;
  #network;
  #of;
  #chosen;
  #route = null;
  #when;
  #line;
  #runs = el('div.runs');
  #name;
  #asked = 0;

  /**
   * @param {{ context: object, network: Network, chosen: (run: object | null) => void, lineChosen?: (route: object) => void, choose?: string }} of chosen: told each run that
   *   is chosen, as /v1/feeds/{feed}/runs has it; choose: what the runs are chosen for
   */
  constructor(of) {
    const { context, network, chosen } = of;
    made++;
    this.#of = of;
    this.#name = `run-${made}`;
    this.#context = context;
    this.#network = network;
    this.#chosen = chosen;
    this.#line = new Finder({ label: t('run.line'), find: (text) => findLines(network, text), chosen: (item) => this.#choose(item.route), keep: true });
    this.#when = new Field({ name: 'when', type: 'datetime-local', label: t('run.when'), required: true, value: toLocal(now()), changed: () => this.#look() });
    this.element = el('div.run-picker', {}, el('div.two', {}, this.#line.element, this.#when.element), this.#runs);
  }

  focus() {
    this.#line.focus();
  }

  complain(text) {
    this.#line.complain(text);
  }

  #choose(route) {
    this.#route = route;
    this.#of.lineChosen?.(route);
    this.#look();
  }

  async #look() {
    this.#chosen(null);
    const from = fromLocal(this.#when.value);
    if (this.#route === null || from === null || Number.isNaN(from)) return;
    this.#asked++;
    const asked = this.#asked;
    replace(this.#runs, working());
    try {
      const told = await this.#context.read(`/v1/feeds/${encodeURIComponent(this.#context.feed)}/runs`, { route: this.#route.id, from_time: from, until_time: from + 4 * 3600, limit: 60 });
      if (asked === this.#asked) this.#show(told);
    } catch (error) {
      if (asked === this.#asked) replace(this.#runs, failed(error, () => this.#look()));
    }
  }

  #show({ runs, more }) {
    replace(this.#runs, runs.length === 0 ? el('p.note', {}, t('run.none')) : el('fieldset.run-list', {}, el('legend', {}, this.#of.choose ?? t('run.choose')), ...runs.map((run, at) => this.#row(run, at))),
      more && el('p.sub', {}, t('run.more')));
  }

  #row(run, at) {
    const id = `${this.#name}-${at}`;
    return el('div.run', {},
      el('input', { type: 'radio', name: this.#name, id, 'data-key': id, on: { change: () => this.#chosen({ ...run, route: this.#route }) } }),
      el('label', { for: id },
        el('strong.when', {}, `${time(run.starts_at)}–${time(run.ends_at)}`), lineSign(this.#network, this.#route),
        el('span.grow', {}, this.#network.headsign(run.headsign) || run.to_stop, el('span.sub', {}, `${this.#network.stopNameById(run.from_stop_id, run.from_stop)} → ${this.#network.stopNameById(run.to_stop_id, run.to_stop)}`)),
        run.change_id !== undefined ? chip('bad', t('run.canceled'))
          : run.vehicle_id !== undefined && el('span.sub', {}, [run.vehicle_id, delay(run.delay_seconds)].filter((part) => part !== '').join(' · '))));
  }
}

/** The fields that name a run in what is sent. */
export const namesOf = (run) => ({ trip_id: run.trip_id, start_date: run.start_date, ...(run.start_time === undefined ? {} : { start_time: run.start_time }) });
