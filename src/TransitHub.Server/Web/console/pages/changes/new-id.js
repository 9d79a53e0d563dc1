import { t } from '../../../app/texts.js';
import { Field } from '../../parts/form.js';

const longest = 100;

/** The id of a run that the timetable does not have: one is proposed until somebody writes another. */
export class NewId {
  #field;
  #isOwn = false;

  constructor(changed) {
    this.#field = new Field({ name: 'new_id', label: t('newId.label'), hint: t('newId.hint'), required: true, changed: (value) => {
      this.#isOwn = value.trim() !== '';
      changed();
    } });
    this.element = this.#field.element;
  }

  get value() {
    return this.#field.value.trim();
  }

  /** @param {string} from what it is a copy or a run of @param {string} date YYYYMMDD @param {string} time HH:MM:SS */
  propose(from, date, time) {
    if (!this.#isOwn) this.#field.value = `${from.slice(0, longest - 18)}+${date}-${time.replaceAll(':', '')}`;
  }

  complain(text) {
    this.#field.complain(text);
  }
}
