import { Combobox } from '../../app/combobox.js';
import { el } from '../../app/dom.js';
import { t } from '../../app/texts.js';

const patience = 150;
let made = 0;

/**
 * A field in which people type a part of a name and choose from what is found, so that nobody types ids.
 * `find(text)` gives what is found for a folded text, the best first: { key, show: () => Node[], … }; it may be a promise.
 */
export class Finder {
  #of;
  #box;
  #error;

  /** @param {{ label: string, hint?: string, placeholder?: string, find: (text: string) => any, chosen: (item: any) => void, keep?: boolean }} of keep: the input goes on to show what was chosen */
  constructor(of) {
    made++;
    this.#of = of;
    const id = `finder-${made}`;
    this.#error = el('p.field-error', { id: `${id}-error`, hidden: true });
    this.#box = new Combobox({
      id, list: 'ul.finder-list', patience, find: of.find, chosen: (item) => this.#choose(item), typed: () => this.complain(null), escaped: (event) => this.#escape(event),
      input: { id, type: 'text', placeholder: of.placeholder ?? t('finder.type'), 'data-key': id, 'aria-describedby': `${id}-error` },
    });
    this.#box.list.setAttribute('aria-label', of.label);
    this.element = el('div.field.finder', {}, el('label', { for: id }, of.label), of.hint && el('p.field-hint', {}, of.hint), el('div.finder-box', {}, this.#box.input, this.#box.list), this.#box.live, this.#error);
  }

  focus() {
    this.#box.input.focus();
  }

  set text(value) {
    this.#box.input.value = value;
  }

  /** Says what is wrong, or with null that nothing is. */
  complain(text) {
    this.#error.hidden = text === null;
    this.#error.textContent = text ?? '';
    if (text === null) this.#box.input.removeAttribute('aria-invalid');
    else this.#box.input.setAttribute('aria-invalid', 'true');
  }

  /** The list alone closes, and not the dialog around it. */
  #escape(event) {
    if (!this.#box.isOpen) return;
    event.preventDefault();
    event.stopPropagation();
    this.#box.close();
  }

  #choose(item) {
    this.#box.input.value = this.#of.keep === true ? item.text ?? '' : '';
    this.#of.chosen(item);
  }
}
