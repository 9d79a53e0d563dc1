import { el, replace } from '../../../app/dom.js';
import { dateTime } from '../../../app/format.js';
import { t } from '../../../app/texts.js';
import { openDialog } from '../../parts/dialog.js';
import { Field } from '../../parts/form.js';
import { AddOrder } from './add-order.js';
import { CopyOrder } from './copy-order.js';
import { DeviceOrder } from './device-order.js';
import { Expiry } from './expiry.js';
import { ReplaceOrder } from './replace-order.js';
import { RunOrder } from './run-order.js';
import { sentenceOf } from './sentence.js';
import { Trips } from './trips.js';

/**
 * What each order is put together by: `parts` to be shown, `change` with the fields of its kind (null: something is still to be chosen), `endsAt` of the run that it
 * is about (Unix seconds; null: not known), `focus()`, and `complain(name, text)`, which is true where it has a place for that. It is made with what `openOrder` is
 * given, the order, trips, and `changed`, to be called when what is chosen is another.
 */
const bodies = { cancel: RunOrder, skip: RunOrder, replace: ReplaceOrder, duplicate: CopyOrder, add: AddOrder, assign: DeviceOrder, ignore: DeviceOrder };

/** What an operator can order here, in the order shown. */
export const orders = Object.keys(bodies);

const isGrave = (order) => ['cancel', 'skip', 'ignore'].includes(order);

/**
 * Opens the dialog in which a change is put together by search, and told in a sentence before it is made.
 * @param {string} order one of `orders`
 * @param {{ context: object, network: object, done: () => void, vehicle?: string }} of vehicle: the id of the one that is meant, if that is known
 */
export function openOrder(order, of) {
  const form = new OrderForm(order, of);
  const dialog = openDialog({ title: t(`changes.${order}`), isWide: true, body: [form.element] });
  form.finished = () => dialog.close();
  form.focus();
}

class OrderForm {
  #order;
  #of;
  #body;
  #trips;
  #expiry;
  #sentence = el('p.sentence', { role: 'status' });
  #problem = el('div.form-problem', { role: 'alert' });
  #button;
  #note = new Field({ name: 'note', label: t('changes.note'), hint: t('changes.note.hint') });
  finished = () => {};

  constructor(order, of) {
    this.#order = order;
    this.#of = of;
    this.#trips = new Trips(of.context);
    this.#expiry = new Expiry({ hasRun: bodies[order] !== DeviceOrder, changed: () => this.#tell() });
    this.#body = new bodies[order]({ ...of, order, trips: this.#trips, changed: () => this.#tell() });
    this.#button = el(`button.action.${isGrave(order) ? 'danger' : 'primary'}`, { type: 'submit', disabled: true }, t(`changes.${order}.submit`));
    this.element = el('form.form.order-form', { noValidate: true, on: { submit: (event) => this.#submit(event) } },
      ...this.#body.parts, this.#expiry.element, this.#note.element, this.#sentence, this.#problem,
      el('p.actions', {}, this.#button, el('button.action', { type: 'button', on: { click: () => this.finished() } }, t('part.cancel'))));
    this.#tell();
  }

  focus() {
    this.#body.focus();
  }

  /** What would be sent; null: something is still to be chosen. */
  get #change() {
    const own = this.#body.change;
    const note = this.#note.value.trim();
    return own && { ...own, expires_at: this.#expiry.value, ...(note === '' ? {} : { note }) };
  }

  /** The whole of it in a sentence, before it is made. */
  #tell() {
    if (this.#body === undefined) return;
    this.#expiry.forRun(this.#body.endsAt);
    const change = this.#change;
    const isWhole = change !== null && change.expires_at !== null;
    this.#button.disabled = !isWhole;
    replace(this.#sentence, ...(isWhole ? [...sentenceOf(change, this.#of.network, this.#trips), ' ', t('changes.sentence.until', { at: dateTime(change.expires_at) })] : [t(`changes.${this.#order}.missing`)]));
  }

  async #submit(event) {
    event.preventDefault();
    const change = this.#change;
    if (change === null) return;
    const { context, done } = this.#of;
    this.#problem.replaceChildren();
    this.#button.disabled = true;
    try {
      await context.send('POST', `/v1/feeds/${encodeURIComponent(context.feed)}/changes`, change);
      this.finished();
      done();
    } catch (error) {
      if (error.status === undefined) throw error;
      this.#explain(error);
      this.#button.disabled = false;
    }
  }

  #explain(error) {
    const lines = Object.entries(error.errors ?? {}).map(([name, said]) => [name, [said].flat().join(' ')]);
    const rest = lines.filter(([name, text]) => !this.#complain(name, text));
    this.#problem.replaceChildren(el('p', {}, error.status === 0 ? t('part.offline.what') : lines.length > 0 ? t('part.notRight') : error.detail ?? t('part.failed.what', { status: error.status })), ...rest.map(([name, text]) => el('p.sub', {}, `${name} ${text}`)));
    this.element.querySelector('[aria-invalid="true"]')?.focus();
  }

  #complain(name, text) {
    if (name === 'expires_at') this.#expiry.complain(text);
    else if (name === 'note') this.#note.complain(text);
    else return this.#body.complain(name, text);
    return true;
  }
}
