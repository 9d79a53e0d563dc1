import { el } from '../dom.js';
import { number, time } from '../format.js';
import { t } from '../texts.js';
import { intervalText, peopleText } from './people.js';
import { drawn } from './svg.js';

const width = 336;
const height = 132;
const plot = { left: 30, right: 6, top: 12, bottom: 34 };
/** The least that fills the height: a handful of people must not look like a crowd. */
const leastPeople = 20;
/** What is expected sooner than this is not drawn beside the present. */
const soonestSeconds = 90;

/** Waiting people now and in the next half hour: a bar for each moment, the interval as a thin line, departures below. */
export function crowdChart(crowding, now) {
  const moments = [{ ...crowding, at: now, isNow: true }, ...crowding.ahead.filter((ahead) => ahead.at > now + soonestSeconds)];
  const to = moments.at(-1).at;
  if (moments.length < 2) return null;
  const most = Math.max(leastPeople, ...moments.map(({ waiting_high: high, fewer_than: few, waiting }) => high ?? waiting ?? few));
  const top = crowding.capacity !== undefined && crowding.capacity <= most * 1.5 ? Math.max(most, crowding.capacity) : most;
  const gap = (width - plot.left - plot.right) / moments.length;
  const x = (at) => plot.left + gap / 2 + ((at - now) / (to - now)) * (width - plot.left - plot.right - gap);
  const y = (people) => plot.top + (1 - people / top) * (height - plot.top - plot.bottom);
  const bar = Math.min(30, 0.8 * Math.min(...moments.slice(1).map((moment, at) => x(moment.at) - x(moments[at].at))));
  return el('figure.chart', {},
    el('figcaption', {}, t('crowd.ahead'), (crowding.rides ?? []).length > 0 && el('span', {}, ` · ▲ ${t('crowd.departures')}`)),
    drawn('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': spoken(moments) },
      [0, niceBelow(top)].map((people) => [
        drawn('line', { class: 'grid', x1: plot.left, x2: width - plot.right, y1: y(people), y2: y(people) }),
        drawn('text', { class: 'axis', x: plot.left - 5, y: y(people) + 4, 'text-anchor': 'end' }, number(people)),
      ]).flat(),
      crowding.capacity !== undefined && crowding.capacity <= top && drawn('line', { class: 'capacity', x1: plot.left, x2: width - plot.right, y1: y(crowding.capacity), y2: y(crowding.capacity) }),
      moments.map((moment) => barOf(moment, x(moment.at), bar, y)),
      labels(moments, x),
      departures(crowding.rides ?? [], now, to, x)),
    el('table.hidden', {}, el('caption', {}, t('crowd.ahead')), el('tbody', {}, ...moments.map((moment) => el('tr', {},
      el('th', { scope: 'row' }, moment.isNow ? t('time.now') : time(moment.at)), el('td', {}, wordsOf(moment)))))));
}

const wordsOf = (moment) => `${peopleText(moment)}${intervalText(moment) && ` (${intervalText(moment)})`}, ${t(`level.${moment.level}`)}`;

function barOf(moment, x, bar, y) {
  const isFew = moment.waiting === undefined;
  const from = y(isFew ? moment.fewer_than : moment.waiting);
  return drawn('g', {
    class: `bar ${moment.level}${isFew ? ' few' : ''}${moment.isNow ? ' now' : ''}`, 'data-at': Math.round(moment.at), 'data-waiting': moment.waiting, 'data-low': moment.waiting_low,
    'data-high': moment.waiting_high, 'data-fewer-than': moment.fewer_than,
  },
    drawn('title', {}, `${moment.isNow ? t('time.now') : time(moment.at)}: ${wordsOf(moment)}`),
    drawn('rect', { x: x - bar / 2, y: from, width: bar, height: Math.max(1, y(0) - from), rx: Math.min(4, bar / 4) }),
    !isFew && moment.waiting_high > moment.waiting_low && drawn('path', {
      class: 'interval', d: `M${x} ${y(moment.waiting_high)}V${y(moment.waiting_low)}M${x - 4} ${y(moment.waiting_high)}h8M${x - 4} ${y(moment.waiting_low)}h8`,
    }));
}

/** The present, the middle and the end. */
function labels(moments, x) {
  const middle = moments[Math.floor(moments.length / 2)];
  return [moments[0], ...(moments.length > 4 ? [middle] : []), moments.at(-1)].map((moment) =>
    drawn('text', { class: 'axis', x: x(moment.at), y: height - plot.bottom + 15, 'text-anchor': 'middle' }, moment.isNow ? t('time.now') : time(moment.at)));
}

/** Small marks where vehicles are expected to leave: they take people along. */
function departures(rides, now, to, x) {
  return rides.filter((ride) => ride.departure >= now && ride.departure <= to).map((ride) =>
    drawn('path', { class: `departure ${ride.fit}`, d: `M${x(ride.departure)} ${height - 14}l5 9h-10z` }, drawn('title', {}, `${time(ride.departure)} ${t(`fit.${ride.fit}`)}`)));
}

const spoken = (moments) => `${t('crowd.ahead')}: ${moments.map((moment) => `${moment.isNow ? t('time.now') : time(moment.at)} ${peopleText(moment)}`).join('; ')}`;

/** A round number a little below. */
function niceBelow(top) {
  const unit = 10 ** Math.floor(Math.log10(top));
  return [5, 2, 1].map((factor) => factor * unit).find((nice) => nice <= top);
}
