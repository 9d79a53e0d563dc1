import { el } from '../../app/dom.js';
import { t } from '../../app/texts.js';

let made = 0;

/**
 * One field of a form with its label, its hint and what is wrong with it.
 * @param {{ name: string, label: string, hint?: string, type?: string, value?: any, required?: boolean, autocomplete?: string, rows?: number,
 *   options?: { value: string, text: string }[], lang?: string, min?: number, max?: number, changed?: (value: any) => void }} of
 *   type: an input's, "textarea", "select" or "checkbox"; changed is called at each change
 */
export class Field {
  #error;

  constructor(of) {
    made++;
    this.id = `field-${made}`;
    this.name = of.name;
    this.#error = el('p.field-error', { id: `${this.id}-error`, hidden: true });
    this.input = inputOf(of, this.id);
    const described = [of.hint !== undefined && `${this.id}-hint`, `${this.id}-error`].filter(Boolean).join(' ');
    this.input.setAttribute('aria-describedby', described);
    this.input.addEventListener('input', () => {
      this.complain(null);
      of.changed?.(this.value);
    });
    const label = el('label', { for: this.id }, of.label, of.required !== true && !['checkbox', 'select', 'search'].includes(of.type) && el('span.sub', {}, ` (${t('part.optional')})`));
    const hint = of.hint !== undefined && el('p.field-hint', { id: `${this.id}-hint` }, of.hint);
    this.element = of.type === 'checkbox' ? el('div.field.check', {}, this.input, label, hint, this.#error) : el('div.field', {}, label, hint, this.input, this.#error);
  }

  get value() {
    return this.input.type === 'checkbox' ? this.input.checked : this.input.type === 'file' ? this.input.files[0] ?? null : this.input.value;
  }

  set value(value) {
    if (this.input.type === 'checkbox') this.input.checked = value;
    else this.input.value = value;
  }

  /** Says what is wrong, or with null that nothing is. */
  complain(text) {
    this.#error.hidden = text === null;
    this.#error.textContent = text ?? '';
    if (text === null) this.input.removeAttribute('aria-invalid');
    else this.input.setAttribute('aria-invalid', 'true');
  }
}

function inputOf(of, id) {
  const common = { id, name: of.name, required: of.required === true, lang: of.lang };
  if (of.type === 'select') {
    const select = el('select', common, ...of.options.map(({ value, text }) => el('option', { value }, text)));
    select.value = of.value ?? of.options[0]?.value ?? '';
    return select;
  }
  if (of.type === 'textarea') return el('textarea', { ...common, rows: of.rows ?? 3, value: of.value ?? '' });
  if (of.type === 'checkbox') return el('input', { ...common, type: 'checkbox', checked: of.value === true });
  const input = el('input', { ...common, type: of.type ?? 'text', autocomplete: of.autocomplete ?? 'off', min: of.min, max: of.max });
  if (of.type !== 'file') input.value = of.value ?? '';
  return input;
}

/**
 * A form: it sends its values, shows what the hub says of each field, and lets nobody send twice.
 * @param {{ fields: (object | Element)[], submit: string, send: (values: object) => Promise<any>, cancel?: () => void, explain?: (error: Error) => string | undefined, danger?: boolean }} of
 *   fields: what Field takes, or an element that stands between; explain: own words for an error of the hub
 */
export class Form {
  #fields;
  #of;
  #problem = el('div.form-problem', { role: 'alert' });
  #button;

  constructor(of) {
    this.#of = of;
    const parts = of.fields.map((field) => (field instanceof Element ? field : new Field(field)));
    this.#fields = parts.filter((part) => part instanceof Field);
    this.#button = el(`button.action.${of.danger ? 'danger' : 'primary'}`, { type: 'submit' }, of.submit);
    this.element = el('form.form', { noValidate: true, on: { submit: (event) => this.#submit(event) } },
      ...parts.map((part) => (part instanceof Field ? part.element : part)), this.#problem,
      el('p.actions', {}, this.#button, of.cancel !== undefined && el('button.action', { type: 'button', on: { click: of.cancel } }, t('part.cancel'))));
  }

  get values() {
    return Object.fromEntries(this.#fields.map((field) => [field.name, field.value]));
  }

  /** The field of a name. */
  field(name) {
    return this.#fields.find((field) => field.name === name);
  }

  focus() {
    this.#fields[0]?.input.focus();
  }

  async #submit(event) {
    event.preventDefault();
    this.#problem.replaceChildren();
    const missing = this.#fields.filter((field) => field.input.required && (field.value === '' || field.value === null));
    for (const field of missing) field.complain(t('part.required'));
    if (missing.length > 0) {
      missing[0].input.focus();
      return;
    }
    this.#button.disabled = true;
    try {
      await this.#of.send(this.values);
    } catch (error) {
      this.#explain(error);
    } finally {
      this.#button.disabled = false;
    }
  }

  #explain(error) {
    if (error.status === undefined) throw error;
    const by = Object.entries(error.errors ?? {});
    const known = by.filter(([name]) => this.field(name) !== undefined);
    for (const [name, said] of known) this.field(name).complain([said].flat().join(' '));
    const rest = by.filter(([name]) => this.field(name) === undefined).map(([name, said]) => `${name}: ${[said].flat().join(' ')}`);
    const text = this.#of.explain?.(error) ?? (error.status === 0 ? t('part.offline.what') : by.length > 0 ? t('part.notRight') : error.detail ?? t('part.failed.what', { status: error.status }));
    this.#problem.replaceChildren(el('p', {}, text), ...rest.map((line) => el('p.sub', {}, line)));
    if (known.length > 0) this.field(known[0][0]).input.focus();
  }
}
