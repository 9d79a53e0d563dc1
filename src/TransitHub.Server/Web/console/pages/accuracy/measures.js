import { el } from '../../../app/dom.js';
import { number } from '../../../app/format.js';
import { t } from '../../../app/texts.js';
import { bars } from '../../parts/bars.js';
import { shortNumber } from '../../parts/chart.js';
import { card, chip } from '../../parts/parts.js';
import { fewest } from './routes.js';

/** What the hub is built to reach: the least, the most, or a span. The other measures have no number of their own. */
const targets = { mbta: { least: 88 }, eta: { least: 86 }, near: { most: 25 }, coverage: { least: 79, most: 81 } };

const seconds = (value) => t('unit.seconds', { n: shortNumber(value) });
const signed = (value) => (value > 0 ? `+${seconds(value)}` : seconds(value));
const percent = (value) => t('device.percent', { n: shortNumber(value) });

/** The measures of a group of predictions: key, value, of how many, how it is written. */
function measuresOf(all) {
  const { brief } = all;
  const scored = brief.predictions + brief.missing;
  const near = all.ahead[0];
  return [
    { key: 'mbta', value: brief.mbta_percent, n: all.mbta_minutes.reduce((sum, bin) => sum + bin.predictions, 0), show: percent },
    { key: 'eta', value: brief.eta_percent, n: all.eta_minutes.reduce((sum, bin) => sum + bin.predictions, 0), show: percent },
    { key: 'near', value: near.mae_seconds, n: near.predictions, show: seconds },
    { key: 'mae', value: brief.mae_seconds, n: brief.predictions, show: seconds },
    { key: 'bias', value: brief.bias_seconds, n: brief.predictions, show: signed },
    { key: 'coverage', value: brief.coverage_percent, n: brief.predictions, show: percent, more: all.width_seconds === undefined ? null : t('accuracy.width', { w: seconds(all.width_seconds) }) },
    { key: 'catches', value: brief.catch_percent, n: scored, show: percent },
    { key: 'available', value: brief.available_percent, n: all.arrivals, show: percent },
    { key: 'ghosts', value: brief.ghost_percent, n: all.ghosts_judged, show: percent },
  ];
}

const isTold = ({ value, n }) => value !== undefined && n >= fewest;

/** "good" or "warn" against its target; null: there is none, or too little is known. */
function toneOf(measure) {
  const target = targets[measure.key];
  if (target === undefined || !isTold(measure)) return null;
  return measure.value >= (target.least ?? -Infinity) && measure.value <= (target.most ?? Infinity) ? 'good' : 'warn';
}

const targetText = ({ key, show }) => {
  const target = targets[key];
  if (target === undefined) return t('accuracy.noTarget');
  if (target.least !== undefined && target.most !== undefined) return t('accuracy.between', { least: show(target.least), most: show(target.most) });
  return target.least !== undefined ? t('accuracy.atLeast', { n: show(target.least) }) : t('accuracy.atMost', { n: show(target.most) });
};

/** In a sentence: how many of the measures are where they should be, and the line that is worst. */
export function verdict(told) {
  const judged = measuresOf(told.all).map(toneOf).filter((tone) => tone !== null);
  if (judged.length === 0) return el('div.verdict.tone-warn', {}, el('span.verdict-mark', { 'aria-hidden': true }, '?'), el('div', {}, el('h2', {}, t('accuracy.few')), el('p', {}, t('accuracy.few.what', { n: number(fewest) }))));
  const good = judged.filter((tone) => tone === 'good').length;
  const tone = good === judged.length ? 'good' : 'warn';
  const worst = (told.routes ?? []).filter((one) => one.figures.mbta_percent !== undefined && one.figures.predictions >= fewest).toSorted((a, b) => a.figures.mbta_percent - b.figures.mbta_percent).at(0);
  return el(`div.verdict.tone-${tone}`, {}, el('span.verdict-mark', { 'aria-hidden': true }, tone === 'good' ? '✓' : '!'), el('div', {},
    el('h2', {}, t('accuracy.verdict', { n: good, of: judged.length })),
    worst !== undefined && el('p', {}, t('accuracy.worst', { route: worst.short_name || worst.route_id, n: percent(worst.figures.mbta_percent) }))));
}

/** A card a measure: its value, its target, and what it means in a sentence. */
export const measureCards = (all) => el('ul.measures', { 'aria-label': t('accuracy.measures') }, ...measuresOf(all).map((measure) => {
  const tone = toneOf(measure);
  return el('li.card.measure', { 'data-measure': measure.key },
    el('div.card-head', {}, el('h3', {}, t(`accuracy.${measure.key}`)), tone !== null && chip(tone, t(tone === 'good' ? 'accuracy.reached' : 'accuracy.missed'))),
    el('p.big', {}, isTold(measure) ? el('strong', {}, measure.show(measure.value)) : t('accuracy.few'), isTold(measure) && measure.more && el('span.sub', {}, ` ${measure.more}`)),
    el('p.sub', {}, `${targetText(measure)} · ${t('accuracy.of', { n: number(measure.n) })}`),
    el('p.meaning', {}, t(`accuracy.${measure.key}.what`)));
}));

/** By minutes ahead: errors, and the shares of each benchmark in its own bins. */
export const byMinutes = (all) => [
  card(t('accuracy.byError'), bars(t('accuracy.byError'), all.ahead.map((bin) => row(bin, bin.mae_seconds, bin.predictions, seconds,
    bin.bias_seconds === undefined ? '' : t('accuracy.binBias', { bias: signed(bin.bias_seconds), cover: percent(bin.coverage_percent ?? 0) }))))),
  el('div.benchmarks', {},
    card(t('accuracy.mbta'), bars(t('accuracy.mbta'), all.mbta_minutes.map((bin) => row(bin, bin.percent, bin.predictions, percent)))),
    card(t('accuracy.eta'), bars(t('accuracy.eta'), all.eta_minutes.map((bin) => row(bin, bin.percent, bin.predictions, percent))))),
];

function row(bin, value, n, show, more = '') {
  const isEnough = value !== undefined && n >= fewest;
  return {
    key: bin.minutes, label: t('accuracy.minutes', { span: bin.minutes.replace('-', '–') }), value: isEnough ? value : 0, text: isEnough ? show(value) : t('accuracy.few'),
    hint: [t('accuracy.of', { n: number(n) }), isEnough ? more : ''].filter(Boolean).join(' · '),
  };
}

/** Where the truth comes from, and what it cannot see. */
export const glossary = (told) => card(t('accuracy.truth'), el('p', {}, t('accuracy.truth.what')), el('p.sub', {}, t('accuracy.unseen', { n: number(told.unseen_arrivals) })));
