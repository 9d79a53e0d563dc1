import { el } from '../../app/dom.js';
import { t } from '../../app/texts.js';

const rowsAtOnce = 100;

/**
 * A table that is sorted by its headings; on a phone each row is a card.
 * A column is { key, label, show(row) → Node or text, sortBy?(row) → number or text, isNumber? }; the first names the row.
 */
export class Table {
  #caption;
  #columns;
  #keyOf;
  #sort;
  #shown = rowsAtOnce;
  #rows = [];
  #element = el('div.table');

  /** @param {{ caption: string, columns: object[], keyOf: (row: any) => string, sort?: { key: string, isDown?: boolean } }} how sort: by which column at first; none: as they come */
  constructor({ caption, columns, keyOf, sort = null }) {
    this.#caption = caption;
    this.#columns = columns;
    this.#keyOf = keyOf;
    this.#sort = sort;
  }

  /** The table of these rows; the same element each time, so that it may be shown again. */
  show(rows) {
    this.#rows = rows;
    this.#draw();
    return this.#element;
  }

  #draw() {
    const focused = this.#element.contains(document.activeElement) ? document.activeElement.getAttribute('data-key') : null;
    const rows = this.#sorted();
    this.#element.replaceChildren(el('table', { role: 'table' },
      el('caption', {}, this.#caption),
      el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, ...this.#columns.map((column) => this.#heading(column)))),
      el('tbody', { role: 'rowgroup' }, ...rows.slice(0, this.#shown).map((row) => el('tr', { role: 'row', 'data-key': this.#keyOf(row) }, ...this.#columns.map((column, at) =>
        el(`${at === 0 ? 'th' : 'td'}${column.isNumber ? '.number' : ''}`, { role: at === 0 ? 'rowheader' : 'cell', scope: at === 0 ? 'row' : undefined, 'data-column': column.label }, column.show(row))))))));
    if (rows.length > this.#shown) {
      this.#element.append(el('button.more', { type: 'button', 'data-key': 'more', on: { click: () => {
        this.#shown += rowsAtOnce;
        this.#draw();
      } } }, t('part.more', { n: rows.length - this.#shown })));
    }
    if (focused !== null) this.#element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  #heading(column) {
    const isSorted = this.#sort?.key === column.key;
    const direction = isSorted ? (this.#sort.isDown ? 'descending' : 'ascending') : 'none';
    return el(`th${column.isNumber ? '.number' : ''}`, { role: 'columnheader', scope: 'col', 'aria-sort': column.sortBy === undefined ? null : direction },
      column.sortBy === undefined ? column.label
        : el('button.sort', { type: 'button', 'data-key': `sort ${column.key}`, on: { click: () => this.#sortBy(column.key) } }, column.label, el('span.arrow', { 'aria-hidden': true }, isSorted ? (this.#sort.isDown ? '▾' : '▴') : '')));
  }

  #sortBy(key) {
    this.#sort = { key, isDown: this.#sort?.key === key ? !this.#sort.isDown : this.#columns.find((column) => column.key === key).isNumber === true };
    this.#draw();
  }

  #sorted() {
    const by = this.#columns.find((column) => column.key === this.#sort?.key)?.sortBy;
    if (by === undefined) return this.#rows;
    const sign = this.#sort.isDown ? -1 : 1;
    return this.#rows.toSorted((a, b) => sign * compare(by(a), by(b)));
  }
}

/** What is not there comes last when sorted upwards. */
function compare(a, b) {
  if (a === b) return 0;
  if (a === undefined || a === null) return 1;
  if (b === undefined || b === null) return -1;
  return typeof a === 'number' ? a - b : String(a).localeCompare(String(b), document.documentElement.lang, { numeric: true });
}
