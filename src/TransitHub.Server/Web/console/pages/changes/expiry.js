import { el, replace } from '../../../app/dom.js';
import { t } from '../../../app/texts.js';
import { now } from '../../hub.js';
import { Field } from '../../parts/form.js';
import { endOfServiceDay, fromLocal, toLocal } from '../../parts/zone-time.js';

/** A run that is late is over later: so much, seconds. */
const afterRunSeconds = 3600;

/** When a change ends by itself: with the run, in some hours, at the end of the service day, or at a time of its own. */
export class Expiry {
  #kind;
  #own;
  #place = el('div');
  #runEndsAt = null;

  /** @param {{ hasRun: boolean, changed: () => void }} of */
  constructor({ hasRun, changed }) {
    const kinds = [...(hasRun ? ['run'] : []), 'hour', 'fourHours', 'day', 'own'];
    this.#own = new Field({ name: 'expires_at', type: 'datetime-local', label: t('changes.expiry.at'), required: true, value: toLocal(now() + 4 * 3600), changed });
    this.#kind = new Field({ name: 'expiry', type: 'select', label: t('changes.expiry'), value: hasRun ? 'run' : 'fourHours', options: kinds.map((value) => ({ value, text: t(`changes.expiry.${value}`) })), changed: (value) => {
      replace(this.#place, value === 'own' ? this.#own.element : null);
      changed();
    } });
    this.element = el('div.two', {}, this.#kind.element, this.#place);
  }

  /** When the run ends that counts, Unix seconds; null: not known yet. */
  forRun(endsAt) {
    this.#runEndsAt = endsAt;
  }

  /** Unix seconds; null: not known yet. */
  get value() {
    const present = Math.floor(now());
    switch (this.#kind.value) {
      case 'run': return this.#runEndsAt === null ? null : Math.max(this.#runEndsAt, present) + afterRunSeconds;
      case 'hour': return present + 3600;
      case 'fourHours': return present + 4 * 3600;
      case 'day': return endOfServiceDay(present);
      default: return fromLocal(this.#own.value);
    }
  }

  complain(text) {
    (this.#kind.value === 'own' ? this.#own : this.#kind).complain(text);
  }
}
