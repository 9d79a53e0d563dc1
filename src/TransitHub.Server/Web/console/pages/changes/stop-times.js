import { el, replace } from '../../../app/dom.js';
import { t } from '../../../app/texts.js';
import { Field } from '../../parts/form.js';
import { Finder } from '../../parts/finder.js';
import { findPlatforms } from '../../parts/network.js';
import { chip } from '../../parts/parts.js';
import { dateOf, fromClock, secondsOf, serviceTime, toClock } from '../../parts/zone-time.js';

/** Between an added stop and the one before it, where there is no later one: so much, seconds. */
const usualGap = 120;

/**
 * The stops of a run with their times: others may be put in, left out, moved and timed otherwise. Times are seconds of the service day; `zero` is the moment from
 * which they count.
 */
export class StopTimes {
  #of;
  #zero = 0;
  #rows = [];
  #planned = [];
  #list = el('ol.stop-times');
  #head;
  #follow;
  #end;
  #between = null;
  #live = el('span.hidden', { 'aria-live': 'polite' });
  #error = el('p.field-error', { hidden: true });
  #made = 0;

  /** @param {{ network: Network, changed: () => void, route: () => object | null, startsAt?: () => number | null }} of route: the line whose stops are found first; startsAt: when a run without stops is to start */
  constructor(of) {
    this.#of = of;
    this.#follow = new Field({ name: 'follow', type: 'checkbox', label: t('stopTimes.follow'), value: true });
    this.#end = this.#finder(() => this.#rows.length);
    this.element = el('fieldset.group.stop-times-field', {}, el('legend', {}, t('stopTimes.title')), this.#follow.element,
      (this.#head = el('p.stop-head', { 'aria-hidden': true }, el('span', {}, t('stopTimes.arrives')), el('span', {}, t('stopTimes.departs')))), this.#list, this.#end.element, this.#error, this.#live);
    this.#draw();
  }

  /** The stops as they would be sent. */
  get value() {
    return this.#rows.map(({ stop, arrival, departure }, at) => ({
      stop_id: stop.id, arrival: serviceTime(at === 0 ? departure : arrival), departure: serviceTime(at === this.#rows.length - 1 ? arrival : departure),
    }));
  }

  /** The service day from which they count, YYYYMMDD. */
  get date() {
    return dateOf(this.#zero + 43_200);
  }

  get startsAt() {
    return this.#rows.length === 0 ? null : this.#zero + this.#rows[0].departure;
  }

  get endsAt() {
    return this.#rows.length === 0 ? null : this.#zero + this.#rows.at(-1).arrival;
  }

  /** What riders get, in order: each stop with its moment, the moment that was planned (undefined: it was not), and whether it is left out. */
  get told() {
    const rows = this.#rows.map((row, at) => ({ stop: row.stop, at: this.#zero + (at === this.#rows.length - 1 ? row.arrival : row.departure), planned: row.planned && this.#zero + row.planned.shown, row: row.planned }));
    for (const [place, planned] of this.#planned.entries()) {
      if (rows.some((one) => one.row === planned)) continue;
      const next = this.#planned.slice(place + 1).find((later) => rows.some((one) => one.row === later));
      const where = next === undefined ? rows.length : rows.findIndex((one) => one.row === next);
      rows.splice(where, 0, { stop: planned.stop, at: this.#zero + planned.shown, planned: this.#zero + planned.shown, row: planned, isLeftOut: true });
    }
    return rows;
  }

  get isChanged() {
    return this.told.some((one) => one.isLeftOut === true || one.at !== one.planned) || this.#rows.some((row, at) => row.planned !== this.#planned[at] || row.arrival !== row.planned.arrival);
  }

  /**
   * Begins with stops of the timetable, or with none.
   * @param {number} zero the service day's start, Unix seconds
   * @param {{ stop: object, arrival: number, departure: number }[]} stops
   * @param {boolean} isPlan whether riders know these times, so that what differs is told
   */
  begin(zero, stops, isPlan) {
    this.#zero = zero;
    this.#rows = stops.map((stop) => this.#row(stop.stop, stop.arrival, stop.departure));
    this.#planned = [];
    if (isPlan) {
      for (const [at, row] of this.#rows.entries()) {
        row.planned = { stop: row.stop, arrival: row.arrival, shown: at === this.#rows.length - 1 ? row.arrival : row.departure };
        this.#planned.push(row.planned);
      }
    }
    this.#draw();
  }

  /** Moves the whole run: it starts at a moment of a service day. */
  startAt(zero, moment) {
    this.#zero = zero;
    if (this.#rows.length > 0) this.#shift(0, moment - zero - this.#rows[0].departure);
    this.#refresh();
  }

  /** What the hub says of stop_times, or of one of them: stop_times[3].arrival. */
  complain(name, text) {
    const row = this.#rows[Number(name.match(/\[(\d+)\]/)?.[1])];
    if (row === undefined) {
      this.#error.hidden = false;
      this.#error.textContent = text;
      return;
    }
    row.error.hidden = false;
    row.error.textContent = text;
    (name.endsWith('.departure') && !row.departureInput.hidden ? row.departureInput : row.arrivalInput.hidden ? row.departureInput : row.arrivalInput).setAttribute('aria-invalid', 'true');
  }

  #row(stop, arrival, departure) {
    this.#made++;
    const key = this.#made;
    const name = this.#of.network.stopName(stop);
    const input = (kind) => el('input', { type: 'text', inputMode: 'numeric', maxLength: 8, autocomplete: 'off', 'aria-label': t(`stopTimes.${kind}.of`, { stop: name }), 'aria-describedby': `stop-error-${key}`, 'data-key': `${kind} ${key}`, on: { change: (event) => this.#retime(row, kind, event.target.value) } });
    const tool = (what, sign, act) => el('button.tool', { type: 'button', 'data-key': `${what} ${key}`, 'aria-label': t(`stopTimes.${what}`, { stop: name }), title: t(`stopTimes.${what}`, { stop: name }), on: { click: act } }, sign);
    const row = {
      key, stop, arrival, departure, planned: undefined, arrivalInput: input('arrival'), departureInput: input('departure'), mark: el('span.stop-mark'), error: el('p.field-error', { id: `stop-error-${key}`, hidden: true }),
    };
    row.up = tool('up', '↑', () => this.#move(row, -1));
    row.down = tool('down', '↓', () => this.#move(row, 1));
    row.element = el('li.stop-time', {}, el('span.stop-name', {}, name, ' ', row.mark), el('span.stop-clock', {}, row.arrivalInput, row.departureInput),
      el('span.stop-tools', {}, row.up, row.down, tool('insert', '+', () => this.#openBetween(row)), tool('remove', '✕', () => this.#remove(row))), row.error);
    return row;
  }

  #finder(place) {
    return new Finder({ label: t('stopTimes.add'), find: (text) => findPlatforms(this.#of.network, text, this.#of.route()), chosen: (item) => this.#insert(place(), item.stop) });
  }

  /** A place to search between two stops. */
  #openBetween(row) {
    this.#between?.remove();
    const finder = this.#finder(() => this.#rows.indexOf(row) + 1);
    this.#between = el('li.stop-between', {}, finder.element);
    row.element.after(this.#between);
    finder.focus();
  }

  #insert(at, stop) {
    const [before, after] = [this.#rows[at - 1], this.#rows[at]];
    const time = before === undefined ? this.#startSeconds : after === undefined ? before.departure + usualGap : Math.round((before.departure + after.arrival) / 120) * 60;
    const row = this.#row(stop, time, time);
    this.#rows.splice(at, 0, row);
    this.#change(t('stopTimes.added', { stop: this.#of.network.stopName(stop) }));
    (at === this.#rows.length - 1 ? this.#end : row.departureInput).focus();
  }

  get #startSeconds() {
    return this.#of.startsAt?.() ? this.#of.startsAt() - this.#zero : 8 * 3600;
  }

  #remove(row) {
    const at = this.#rows.indexOf(row);
    this.#rows.splice(at, 1);
    this.#change(t('stopTimes.removed', { stop: this.#of.network.stopName(row.stop) }));
    const next = this.#rows[Math.min(at, this.#rows.length - 1)];
    (next?.element.querySelector(`[data-key^="remove "]`) ?? this.#end).focus();
  }

  /** The stops change places; the times stay where they are, so that they go on rising. */
  #move(row, by) {
    const at = this.#rows.indexOf(row);
    const other = this.#rows[at + by];
    [this.#rows[at], this.#rows[at + by]] = [other, row];
    [row.arrival, other.arrival, row.departure, other.departure] = [other.arrival, row.arrival, other.departure, row.departure];
    this.#change(t('stopTimes.moved', { stop: this.#of.network.stopName(row.stop), n: at + by + 1 }));
    const wanted = by < 0 ? row.up : row.down;
    (wanted.disabled ? by < 0 ? row.down : row.up : wanted).focus();
  }

  #retime(row, kind, text) {
    const at = this.#rows.indexOf(row);
    const clock = clockOf(text);
    if (clock !== null) {
      const moment = fromClock(clock, this.#zero + row[kind]);
      const by = moment - this.#zero - row[kind];
      const waits = row.departure !== row.arrival;
      if (this.#follow.value) {
        if (kind === 'arrival' || at === 0) row.arrival += by;
        row.departure += by;
        this.#shift(at + 1, by);
      } else {
        row[kind] += by;
        if (!waits && (kind === 'arrival' || at === 0)) row.departure = row.arrival = row[kind];
      }
    }
    this.#refresh();
    if (clock === null) {
      row[`${kind}Input`].value = text;
      this.complain(`[${at}].${kind}`, t('stopTimes.clock'));
    }
    this.#of.changed();
  }

  #shift(from, by) {
    for (const row of this.#rows.slice(from)) {
      row.arrival += by;
      row.departure += by;
    }
  }

  #change(said) {
    this.#draw();
    this.#live.textContent = said;
    this.#of.changed();
  }

  #draw() {
    this.#between = null;
    replace(this.#list, ...this.#rows.map((row) => row.element));
    this.#list.hidden = this.#head.hidden = this.#rows.length === 0;
    this.#follow.element.hidden = this.#rows.length < 2;
    this.#refresh();
  }

  #refresh() {
    this.#error.hidden = true;
    const last = this.#rows.length - 1;
    for (const [at, row] of this.#rows.entries()) {
      row.arrivalInput.hidden = at === 0;
      row.departureInput.hidden = at === last && at > 0;
      row.arrivalInput.value = toClock(this.#zero + row.arrival);
      row.departureInput.value = toClock(this.#zero + row.departure);
      row.up.disabled = at === 0;
      row.down.disabled = at === last;
      row.error.hidden = true;
      for (const input of [row.arrivalInput, row.departureInput]) input.removeAttribute('aria-invalid');
      const shown = at === last ? row.arrival : row.departure;
      replace(row.mark, this.#planned.length === 0 ? null : row.planned === undefined ? chip('plain', t('stopTimes.new')) : shown === row.planned.shown ? null : chip('warn', t('stopTimes.was', { at: toClock(this.#zero + row.planned.shown).slice(0, 5) })));
    }
  }
}

/** What somebody wrote as a time of day, H:MM or HH:MM:SS; null: that is none. */
function clockOf(text) {
  const [, hours, minutes, seconds = '00'] = text.trim().match(/^(\d{1,2})[:.]?(\d{2})(?:[:.]?(\d{2}))?$/) ?? [];
  return hours === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59 ? null : `${hours.padStart(2, '0')}:${minutes}:${seconds}`;
}

/** The stops of a trip as the timetable has them, as seconds of the service day of one of its runs, which by headway starts when it says. */
export function plannedStops(trip, run, network) {
  const shift = run.start_time === undefined ? 0 : secondsOf(run.start_time) - secondsOf(trip.stops[0].departure);
  return trip.stops.map((stop) => ({ stop: network.stopsById.get(stop.stop_id) ?? { id: stop.stop_id, name: stop.stop_name, routes: [] }, arrival: secondsOf(stop.arrival) + shift, departure: secondsOf(stop.departure) + shift }));
}
