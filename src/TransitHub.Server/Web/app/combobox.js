import { el, replace } from './dom.js';
import { fold } from './matching.js';
import { t } from './texts.js';

const most = 12;

/**
 * A field in which people type a part of a name and choose from what is found: a combobox as the ARIA practices describe it. Whoever uses it puts `input`, `list`
 * and `live` on the page.
 */
export class Combobox {
  #of;
  #found = [];
  #active = -1;
  #asked = 0;
  #timer = null;

  /**
   * @param {{ id: string, list?: string, input?: object, patience?: number, find: (text: string, typed: string) => any, chosen: (item: any) => void, escaped: (event: KeyboardEvent) => void, typed?: () => void }} of
   *   list: the list's tag with its classes, and its id comes from `id`; input: more properties of the input; patience: milliseconds that typing must rest; find: what
   *   fits a folded text, the best first, each with `show(): Node[]`, or a promise of it; escaped: Escape was pressed; typed: something was
   */
  constructor(of) {
    this.#of = of;
    this.live = el('span.hidden', { 'aria-live': 'polite' });
    this.list = el(of.list ?? 'ul', { id: `${of.id}-list`, role: 'listbox', hidden: true });
    this.input = el('input', {
      autocomplete: 'off', spellcheck: false, role: 'combobox', 'aria-expanded': 'false', 'aria-controls': this.list.id, 'aria-autocomplete': 'list', ...of.input,
      on: { input: () => this.#typed(), keydown: (event) => this.#key(event), focus: () => this.input.value !== '' && this.#typed(), blur: () => this.close() },
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  close() {
    clearTimeout(this.#timer);
    this.#asked++;
    this.#found = [];
    this.#active = -1;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }

  #typed() {
    this.#of.typed?.();
    clearTimeout(this.#timer);
    const text = fold(this.input.value.trim());
    if (text === '') this.close();
    else if (this.#of.patience === undefined) this.#search(text);
    else this.#timer = setTimeout(() => this.#search(text), this.#of.patience);
  }

  async #search(text) {
    this.#asked++;
    const asked = this.#asked;
    const found = await this.#of.find(text, this.input.value.trim());
    if (asked !== this.#asked || document.activeElement !== this.input) return;
    this.#found = found.slice(0, most);
    this.#active = this.#found.length > 0 ? 0 : -1;
    this.live.textContent = this.#found.length === 0 ? t('search.none', { text: this.input.value }) : t('search.count', { n: this.#found.length });
    this.#show();
  }

  #show() {
    replace(this.list, this.#found.length === 0
      ? el('li.none', { role: 'option', 'aria-disabled': true, 'aria-selected': 'false' }, t('search.none', { text: this.input.value }))
      : this.#found.map((item, at) => el('li', {
        id: `${this.#of.id}-${at}`, role: 'option', 'aria-selected': String(at === this.#active),
        // Before the input loses its focus, which would close the list under the pointer.
        on: { mousedown: (event) => { event.preventDefault(); this.#choose(at); } },
      }, ...item.show())));
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    this.#point();
  }

  #point() {
    if (this.#active < 0) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', `${this.#of.id}-${this.#active}`);
    [...this.list.children].forEach((child, at) => child.setAttribute('aria-selected', String(at === this.#active)));
    this.list.children[this.#active]?.scrollIntoView({ block: 'nearest' });
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
    } else if (event.key === 'Escape') {
      this.#of.escaped(event);
    }
  }

  #choose(at) {
    const item = this.#found[at];
    this.close();
    this.#of.chosen(item);
  }
}
