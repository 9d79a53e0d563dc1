import { el } from '../../../app/dom.js';
import { zoneName } from '../../../app/format.js';
import { t } from '../../../app/texts.js';
import { now } from '../../hub.js';
import { Field } from '../../parts/form.js';
import { fromLocal, toLocal } from '../../parts/zone-time.js';

/** When an alert holds: stretches of time in the feed's time zone; none means until it is ended. */
export class Periods {
  #rows = [];
  #list = el('div.periods');
  #error = el('p.field-error', { hidden: true });
  #changed;

  constructor({ periods, changed }) {
    this.#changed = changed;
    this.element = el('fieldset.group', {}, el('legend', {}, t('alertsPage.periods')), el('p.field-hint', {}, t('alertsPage.periods.hint', { zone: zoneName() })), this.#list, this.#error,
      el('button.action', { type: 'button', on: { click: () => this.#add({ start: Math.floor(now() / 60) * 60 }, true) } }, t('alertsPage.periods.add')));
    for (const period of periods) this.#add(period, false);
  }

  /** undefined: until it is ended. */
  get value() {
    const periods = this.#rows.map(({ start, end }) => ({ start: fromLocal(start.value), end: fromLocal(end.value) }))
      .map(({ start, end }) => ({ ...(start === null ? {} : { start }), ...(end === null ? {} : { end }) }));
    return periods.length === 0 ? undefined : periods;
  }

  /** What the hub says of active_periods, or of one of them: active_periods[1]. */
  complain(name, text) {
    const row = this.#rows[Number(name.match(/\[(\d+)\]/)?.[1])];
    if (row !== undefined && text !== null) {
      row.end.complain(text);
      return;
    }
    this.#error.hidden = text === null;
    this.#error.textContent = text ?? '';
  }

  focus() {
    (this.#rows[0]?.start.input ?? this.element.querySelector('button')).focus();
  }

  #add(period, isNew) {
    const row = {
      start: new Field({ name: 'start', type: 'datetime-local', label: t('alertsPage.start'), value: toLocal(period.start), changed: () => this.#changed() }),
      end: new Field({ name: 'end', type: 'datetime-local', label: t('alertsPage.end.at'), value: toLocal(period.end), changed: () => this.#changed() }),
    };
    const element = el('div.period', {}, row.start.element, row.end.element, el('button.tool', { type: 'button', 'aria-label': t('alertsPage.periods.remove'), on: { click: () => {
      this.#rows.splice(this.#rows.indexOf(row), 1);
      element.remove();
      this.#changed();
      this.element.querySelector(':scope > button').focus();
    } } }, '✕'));
    this.#rows.push(row);
    this.#list.append(element);
    if (isNew) {
      this.#changed();
      row.end.input.focus();
    }
  }
}
