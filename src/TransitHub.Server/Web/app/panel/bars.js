import { el } from '../dom.js';
import { number, time } from '../format.js';
import { t } from '../texts.js';
import { drawn } from './svg.js';

const width = 336;
const height = 40;
const binSeconds = 300;

/**
 * What crossed in each five minutes, a bar each. What nobody counted is a gap and not nothing; what is too small to be told is an outline.
 * @param {object[]} bins of one channel, class and direction as /v1/cameras/{id}/flows tells them
 * @param {number} from of the time shown, Unix seconds
 * @param {number} to its end
 */
export function flowBars(name, bins, from, to) {
  const most = Math.max(1, ...bins.map((bin) => bin.count ?? bin.fewer_than));
  const step = width / Math.max(1, Math.round((to - from) / binSeconds));
  const [last] = bins.slice(-1);
  return el('div.flow', {},
    el('div.flow-name', {}, el('span.grow', {}, name), el('strong', {}, countText(last)), el('span.sub', {}, t('flow.at', { time: time(last.to) }))),
    drawn('svg', { viewBox: `0 0 ${width} ${height + 1}`, role: 'img', 'aria-label': t('flow.spoken', { name, count: countText(last), most: number(most) }), preserveAspectRatio: 'none' },
      drawn('line', { class: 'grid', x1: 0, x2: width, y1: height + 0.5, y2: height + 0.5 }),
      bins.filter((bin) => bin.from >= from).map((bin) => {
        const tall = Math.max(1, ((bin.count ?? bin.fewer_than) / most) * (height - 2));
        return drawn('rect', {
          class: bin.count === undefined ? 'few' : 'told', x: ((bin.from - from) / binSeconds) * step + 1, y: height - tall, width: Math.max(1, step - 2), height: tall, rx: 1.5,
          'data-from': bin.from, 'data-count': bin.count,
        }, drawn('title', {}, `${time(bin.from)}–${time(bin.to)}: ${countText(bin)}`));
      })));
}

/** A small count of people is told as less than so many; a first running total tells of no interval. */
export function countText({ count, present, fewer_than: fewerThan }) {
  if (present !== undefined) return t('count.present', { n: number(present) });
  if (count !== undefined) return number(count);
  return fewerThan === undefined ? '–' : `< ${number(fewerThan)}`;
}
