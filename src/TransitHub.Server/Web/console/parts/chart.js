import { el } from '../../app/dom.js';
import { number, time, zoneName } from '../../app/format.js';
import { drawn } from '../../app/panel/svg.js';
import { settings } from '../../app/settings.js';
import { t } from '../../app/texts.js';
import uPlot from '../../uplot/uPlot.esm.js';

const height = 190;
const tableRows = 24;

/** Told apart by their dashes too, and not by their colors alone. */
const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [1, 2]];

/**
 * A chart over time, with what it shows in words and as a table. A value that is not there is a gap.
 * kind: "line"; "area", a line with its ground filled; "bars"; "stack", bars of which the first lies lowest.
 */
export class TimeChart {
  #of;
  #plot = null;
  #data = null;
  #place = el('div.plot', { role: 'img' });
  #legend = el('ul.legend');
  #at = el('span.chart-at');
  #figures = el('div.chart-figures');
  #resized = new ResizeObserver(() => this.#fit());
  #restyle = () => this.#draw();

  /**
   * @param {{ title: string, kind?: string, series: { key: string, label: string, kind?: string }[], format?: (value: number) => string, empty?: string }} of
   *   format: a value with its unit; empty: what is said where there is nothing to show
   */
  constructor(of) {
    this.#of = { kind: 'line', format: shortNumber, empty: t('chart.none'), ...of };
    this.element = el('figure.card.time-chart', {},
      el('figcaption', {}, el('strong', {}, of.title), this.#at, this.#legend), this.#place,
      el('details.fold', { 'data-key': `figures ${of.title}` }, el('summary', {}, t('chart.figures')), this.#figures));
    this.#resized.observe(this.#place);
    settings.addEventListener('theme', this.#restyle);
  }

  /**
   * Shows values.
   * @param {number[]} times Unix seconds, rising
   * @param {Object<string, (number | null)[]>} values by the series' key, one a time
   * @param {{ key: string, label: string, kind?: string }[]} [series] others than before
   */
  show(times, values, series = this.#of.series) {
    this.#of.series = series;
    const columns = series.map(({ key }) => values[key] ?? times.map(() => null));
    this.#data = { times, columns };
    const isEmpty = columns.every((column) => column.every((value) => value === null));
    this.element.classList.toggle('nothing', isEmpty);
    if (isEmpty) {
      this.#plot?.destroy();
      this.#plot = null;
      this.#place.replaceChildren(el('p.note', {}, this.#of.empty));
      this.#place.removeAttribute('role');
      return;
    }
    this.#place.setAttribute('role', 'img');
    this.#place.setAttribute('aria-label', this.#spoken());
    this.#showFigures();
    if (this.#plot !== null && this.#plot.series.length === series.length + 1) this.#plot.setData(this.#drawnData());
    else this.#draw();
    this.#showLegend(null);
  }

  close() {
    this.#resized.disconnect();
    settings.removeEventListener('theme', this.#restyle);
    this.#plot?.destroy();
    this.#plot = null;
  }

  #kindOf = (series) => series.kind ?? this.#of.kind;

  /** Of a stack each lies on those below it; the highest is drawn first, and the others over it. */
  #drawnData() {
    const { times, columns } = this.#data;
    if (this.#of.kind !== 'stack') return [times, ...columns];
    const sums = [];
    let below = times.map(() => 0);
    for (const column of columns) {
      below = below.map((sum, at) => sum + (column[at] ?? 0));
      sums.unshift(below);
    }
    return [times, ...sums];
  }

  #draw() {
    if (this.#data === null || this.element.classList.contains('nothing')) return;
    this.#plot?.destroy();
    this.#place.replaceChildren();
    const style = getComputedStyle(document.documentElement);
    const color = (name) => style.getPropertyValue(`--${name}`).trim();
    const axis = { stroke: color('ink-2'), font: '12px system-ui, sans-serif', ticks: { show: false } };
    this.#plot = new uPlot({
      width: Math.max(200, this.#place.clientWidth), height, padding: [10, 12, 0, 0], legend: { show: false },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zoneName()),
      cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'console', setSeries: false } },
      scales: { y: { range: (_, __, most) => [0, most > 0 ? most * 1.08 : 1] } },
      axes: [
        { ...axis, grid: { show: false }, space: 64, size: 28, values: (_, splits) => splits.map(time) },
        { ...axis, grid: { stroke: color('rule'), width: 1 }, space: 34, size: (_, texts) => 14 + 7 * Math.max(2, ...(texts ?? []).map((text) => text.length)), values: (_, splits) => splits.map((value) => this.#of.format(value)) },
      ],
      series: [{}, ...this.#drawnSeries(color)],
      hooks: { setCursor: [(plot) => this.#showLegend(plot.cursor.idx ?? null)] },
    }, this.#drawnData(), this.#place);
  }

  #drawnSeries(color) {
    const drawnOnes = this.#of.series.map((series, at) => {
      const kind = this.#kindOf(series);
      const stroke = color(`series-${(at % 6) + 1}`);
      if (kind === 'bars' || kind === 'stack') return { stroke, fill: stroke, width: 0, paths: uPlot.paths.bars({ size: [0.8, 24] }), points: { show: false } };
      return { stroke, width: 2, dash: dashes[at % dashes.length], fill: kind === 'area' ? `${stroke}22` : undefined, points: { show: false } };
    });
    return this.#of.kind === 'stack' ? drawnOnes.reverse() : drawnOnes;
  }

  #fit() {
    const width = this.#place.clientWidth;
    if (this.#plot !== null && width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height });
  }

  /** The values under the pointer, else the newest. */
  #showLegend(at) {
    const { times, columns } = this.#data;
    this.#at.textContent = at === null ? '' : time(times[at]);
    this.#legend.replaceChildren(...this.#of.series.map((series, index) => {
      const value = at === null ? columns[index].findLast((one) => one !== null) : columns[index][at];
      return el('li', {}, swatch(index, this.#kindOf(series)), el('span', {}, series.label), el('strong', {}, value === null || value === undefined ? '–' : this.#of.format(value)));
    }));
  }

  #spoken() {
    const { times, columns } = this.#data;
    return `${this.#of.title}, ${time(times[0])}–${time(times.at(-1))}. ${this.#of.series.map((series, at) => {
      const known = columns[at].filter((value) => value !== null);
      return known.length === 0 ? '' : t('chart.spoken', { name: series.label, last: this.#of.format(known.at(-1)), least: this.#of.format(known.reduce((a, b) => Math.min(a, b))), most: this.#of.format(known.reduce((a, b) => Math.max(a, b))) });
    }).filter(Boolean).join(' ')}`;
  }

  #showFigures() {
    const { times, columns } = this.#data;
    const every = Math.max(1, Math.ceil(times.length / tableRows));
    const shown = times.map((_, at) => at).filter((at) => (times.length - 1 - at) % every === 0).reverse();
    this.#figures.replaceChildren(el('table', {}, el('caption.hidden', {}, this.#of.title),
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, t('chart.time')), ...this.#of.series.map(({ label }) => el('th.number', { scope: 'col' }, label)))),
      el('tbody', {}, ...shown.map((at) => el('tr', {}, el('th', { scope: 'row' }, time(times[at])), ...columns.map((column) => el('td.number', {}, column[at] === null || column[at] === undefined ? '–' : this.#of.format(column[at]))))))));
  }
}

/** How a series is drawn, as a sign. */
function swatch(index, kind) {
  const isFilled = kind === 'bars' || kind === 'stack';
  return drawn('svg', { class: `swatch series-${(index % 6) + 1}`, width: 22, height: 10, 'aria-hidden': true },
    isFilled ? drawn('rect', { x: 5, y: 0, width: 12, height: 10, rx: 2 }) : drawn('line', { x1: 0, x2: 22, y1: 5, y2: 5, 'stroke-dasharray': dashes[index % dashes.length].join(' ') }));
}

/** "3", "0.4", "12,400" */
export const shortNumber = (value) => number(Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Math.round(value));
