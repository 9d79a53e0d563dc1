import { el, replace } from '../../app/dom.js';
import { t } from '../../app/texts.js';

const most = 12;
const patience = 150;
let made = 0;

/** A text without marks and case, to be compared. */
export const fold = (text) => (text ?? '').toString().normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

/** How well one of the names fits what was typed: 0 the same, 1 begins so, 2 a word of it does, 3 it holds it; 4 not at all. */
export function rankOf(names, text) {
  return Math.min(4, ...names.filter((name) => name).map((name) => {
    const folded = fold(name);
    return folded === text ? 0 : folded.startsWith(text) ? 1 : folded.split(/[\s\-–/()]+/).some((word) => word.startsWith(text)) ? 2 : folded.includes(text) ? 3 : 4;
  }));
}

/**
 * A field in which people type a part of a name and choose from what is found, so that nobody types ids: a combobox as the ARIA practices describe it.
 * `find(text)` gives what is found for a folded text, the best first: { key, show: () => Node[], … }; it may be a promise.
 */
export class Finder {
  #of;
  #input;
  #list;
  #live = el('span.hidden', { 'aria-live': 'polite' });
  #error;
  #found = [];
  #active = -1;
  #asked = 0;
  #timer = null;

  /** @param {{ label: string, hint?: string, placeholder?: string, find: (text: string) => any, chosen: (item: any) => void, keep?: boolean }} of keep: the input goes on to show what was chosen */
  constructor(of) {
    made++;
    this.#of = of;
    const id = `finder-${made}`;
    this.#error = el('p.field-error', { id: `${id}-error`, hidden: true });
    this.#list = el('ul.finder-list', { id: `${id}-list`, role: 'listbox', 'aria-label': of.label, hidden: true });
    this.#input = el('input', {
      id, type: 'text', autocomplete: 'off', spellcheck: false, role: 'combobox', placeholder: of.placeholder ?? t('finder.type'), 'data-key': id,
      'aria-expanded': 'false', 'aria-controls': `${id}-list`, 'aria-autocomplete': 'list', 'aria-describedby': `${id}-error`,
      on: { input: () => this.#typed(), keydown: (event) => this.#key(event), focus: () => this.#input.value !== '' && this.#typed(), blur: () => this.#close() },
    });
    this.element = el('div.field.finder', {}, el('label', { for: id }, of.label), of.hint && el('p.field-hint', {}, of.hint), el('div.finder-box', {}, this.#input, this.#list), this.#live, this.#error);
  }

  focus() {
    this.#input.focus();
  }

  set text(value) {
    this.#input.value = value;
  }

  /** Says what is wrong, or with null that nothing is. */
  complain(text) {
    this.#error.hidden = text === null;
    this.#error.textContent = text ?? '';
    if (text === null) this.#input.removeAttribute('aria-invalid');
    else this.#input.setAttribute('aria-invalid', 'true');
  }

  #typed() {
    this.complain(null);
    clearTimeout(this.#timer);
    const text = fold(this.#input.value.trim());
    if (text === '') {
      this.#close();
      return;
    }
    this.#timer = setTimeout(() => this.#search(text), patience);
  }

  async #search(text) {
    this.#asked++;
    const asked = this.#asked;
    const found = await this.#of.find(text, this.#input.value.trim());
    if (asked !== this.#asked || document.activeElement !== this.#input) return;
    this.#found = found.slice(0, most);
    this.#active = this.#found.length > 0 ? 0 : -1;
    this.#live.textContent = this.#found.length === 0 ? t('search.none', { text: this.#input.value }) : t('search.count', { n: this.#found.length });
    this.#show();
  }

  #show() {
    replace(this.#list, this.#found.length === 0
      ? el('li.none', { role: 'option', 'aria-disabled': true, 'aria-selected': 'false' }, t('search.none', { text: this.#input.value }))
      : this.#found.map((item, at) => el('li', {
        id: `${this.#input.id}-${at}`, role: 'option', 'aria-selected': String(at === this.#active),
        // Before the input loses its focus, which would close the list under the pointer.
        on: { mousedown: (event) => { event.preventDefault(); this.#choose(at); } },
      }, ...item.show())));
    this.#list.hidden = false;
    this.#input.setAttribute('aria-expanded', 'true');
    this.#point();
  }

  #point() {
    if (this.#active < 0) this.#input.removeAttribute('aria-activedescendant');
    else this.#input.setAttribute('aria-activedescendant', `${this.#input.id}-${this.#active}`);
    [...this.#list.children].forEach((child, at) => child.setAttribute('aria-selected', String(at === this.#active)));
    this.#list.children[this.#active]?.scrollIntoView({ block: 'nearest' });
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && this.#found.length > 0) {
      event.preventDefault();
      this.#active = (this.#active + step + this.#found.length) % this.#found.length;
      this.#point();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (this.#active >= 0) this.#choose(this.#active);
    } else if (event.key === 'Escape' && !this.#list.hidden) {
      // The list alone closes, and not the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  }

  #choose(at) {
    const item = this.#found[at];
    this.#input.value = this.#of.keep === true ? item.text ?? '' : '';
    this.#close();
    this.#of.chosen(item);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked++;
    this.#found = [];
    this.#active = -1;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
  }
}
