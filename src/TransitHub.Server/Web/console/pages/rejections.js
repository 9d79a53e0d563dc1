import { el } from '../../app/dom.js';
import { dateTime, number, timeWithSeconds } from '../../app/format.js';
import { t } from '../../app/texts.js';
import { now } from '../hub.js';
import { aMinute, readHistory } from '../history.js';
import { bars } from '../parts/bars.js';
import { TimeChart } from '../parts/chart.js';
import { live } from '../parts/live.js';
import { card, choice } from '../parts/parts.js';
import { empty } from '../parts/states.js';
import { remedy, stages, why } from '../reasons.js';

const everySeconds = 10;
const samples = 20;
const mostSeries = 5;
const longText = 200;
const hoursChoices = [6, 24, 48];

/** What was refused, by stage and reason, each with its samples and what helps. */
export const page = { name: 'rejections', group: 'see', role: 'viewer', open };

function open(main, context) {
  const { reason = '', hours = '6' } = context.parameters;
  const chart = new TimeChart({ title: t('rejections.chart'), kind: 'stack', series: [], empty: t('overview.noHistory') });
  const drawing = live(main, {
    seconds: everySeconds,
    read: async () => {
      const [lists, history] = await Promise.all([context.read('/v1/rejections', { samples }), readHistory(context, Number(hours)).catch(() => null)]);
      return { reasons: reasonsOf(lists, context.feed), history };
    },
    draw: ({ reasons, history }) => {
      showHistory(chart, history, reason);
      const hoursChoice = choice(t('rejections.hours'), hoursChoices.map((value) => ({ value: String(value), text: t('rejections.hours.value', { n: value }) })), hours, (value) => context.go('rejections', { reason, hours: value }));
      if (reasons.length === 0) return [empty(t('rejections.none'), t('rejections.none.what')), chart.element];
      const chosen = reasons.find((one) => one.reason === reason);
      return [
        el('div.toolbar', {}, el('span.grow'), hoursChoice), chart.element,
        el(`div.master${chosen !== undefined ? '.open' : ''}`, {}, byStage(reasons, reason, hours, context), chosen === undefined ? hint() : detail(chosen, hours, context)),
      ];
    },
  });
  return () => {
    drawing.close();
    chart.close();
  };
}

/** Those of the feed, and those that belong to none: a wrong login or topic does not tell its feed. */
function reasonsOf(lists, feed) {
  const of = (list, isOfNone) => (list?.reasons ?? []).map((one) => ({ ...one, isOfNone }));
  const own = of(lists.find((list) => list.feed === feed), false);
  const none = of(lists.find((list) => list.feed === undefined), true).filter((one) => !own.some((other) => other.reason === one.reason));
  return [...own, ...none];
}

/** The commonest reasons by their own name, the others together. */
function showHistory(chart, history, chosen) {
  const { times, refused, stepSeconds } = history ?? { times: [], refused: {}, stepSeconds: 60 };
  const sum = (values) => values.reduce((total, value) => total + (value ?? 0), 0);
  const names = Object.keys(refused).filter((name) => chosen === '' || name === chosen).toSorted((a, b) => sum(refused[b]) - sum(refused[a]));
  const values = Object.fromEntries(names.slice(0, mostSeries).map((name) => [name, aMinute(refused[name], stepSeconds)]));
  const series = names.slice(0, mostSeries).map((key) => ({ key, label: why(key) }));
  if (names.length > mostSeries) {
    const rest = names.slice(mostSeries).map((name) => aMinute(refused[name], stepSeconds));
    values.other = times.map((_, at) => (rest.every((one) => one[at] === null) ? null : rest.reduce((total, one) => total + (one[at] ?? 0), 0)));
    series.push({ key: 'other', label: t('rejections.other') });
  }
  chart.show(times, values, series);
}

const byStage = (reasons, chosen, hours, context) => card(t('rejections.list'), el('p.sub', {}, t('rejections.since')), ...stages.filter((stage) => reasons.some((one) => one.stage === stage)).map((stage) => el('section.stage', {},
  el('h3', {}, t(`rejections.stage.${stage}`)), el('p.sub', {}, t(`rejections.stage.${stage}.what`)),
  bars(t(`rejections.stage.${stage}`), reasons.filter((one) => one.stage === stage).toSorted((a, b) => b.count - a.count).map((one) => ({
    key: one.reason, label: why(one.reason), value: one.count, tone: stage === 'repair' || stage === 'match' ? undefined : 'warn', isCurrent: one.reason === chosen,
    hint: one.isOfNone ? t('rejections.ofNone') : undefined, href: context.hrefOf('rejections', { reason: one.reason, hours }),
  }))))));

const hint = () => el('div.state.nothing', {}, el('p.state-title', {}, t('rejections.choose')), el('p', {}, t('rejections.choose.what')));

function detail({ stage, reason, count, samples: list }, hours, context) {
  return el('section.card.detail', { 'aria-label': why(reason) },
    el('h2', {}, why(reason)),
    el('p.sub', {}, el('code', {}, reason), ` · ${t(`rejections.stage.${stage}`)} · ${t('rejections.count', { n: number(count) })}`),
    el('p.mend', {}, el('strong', {}, `${t('vehicles.mend')} `), remedy(reason, stage)),
    stage === 'match' && el('p.actions', {}, el('a.action', { href: context.hrefOf('vehicles', { reason }), 'data-key': 'to vehicles' }, t('rejections.toVehicles'))),
    list.length > 0 ? [el('h3', {}, t('rejections.samples')), el('ol.samples', {}, ...list.map((sample, at) => sampleRow(sample, at)))]
      : stage !== 'match' && el('p.note', {}, t('rejections.noSamples')),
    el('p.actions', {}, el('a.action', { href: context.hrefOf('rejections', { hours }), 'data-key': 'back' }, t('rejections.back'))));
}

/** What devices send is shown as text; what is long is folded. */
function sampleRow({ at, device, detail: text }, index) {
  const isLong = text.length > longText;
  return el('li', {},
    el('p.sample-head', {}, el('time', { dateTime: new Date(at * 1000).toISOString(), title: dateTime(at) }, isRecent(at) ? timeWithSeconds(at) : dateTime(at)), el('strong', {}, device)),
    isLong ? el('details.fold', { 'data-key': `sample ${at} ${index}` }, el('summary', {}, `${text.slice(0, 120)} …`), el('pre.raw', { tabIndex: 0 }, text)) : el('pre.raw', {}, text));
}

const isRecent = (at) => now() - at < 86_400;
