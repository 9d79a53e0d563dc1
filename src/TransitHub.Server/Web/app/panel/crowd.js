import { el } from '../dom.js';
import { number, time, until } from '../format.js';
import { figuresOf } from '../hub/crowding.js';
import { figure } from '../map/icons.js';
import { t } from '../texts.js';
import { crowdChart } from './chart.js';
import { lineSign } from './parts.js';
import { intervalText, peopleText } from './people.js';
import { drawn } from './svg.js';

/** Three figures, as many filled as the level has; all on a filled ground when it is full. */
export function figures(level, size = 15) {
  const filled = figuresOf(level);
  return drawn('svg', { class: `figures ${level}`, viewBox: '0 0 54 24', width: size * 2.25, height: size, 'aria-hidden': 'true' },
    ...[0, 1, 2].map((at) => drawn('path', { d: figure, transform: `translate(${at * 17 - 2} 0)`, class: at < filled ? 'is' : 'not' })));
}

/** How full a stop is as a chip of a list. */
export const levelChip = (crowding) =>
  el(`span.chip.crowd.${crowding.level}`, {}, figures(crowding.level, 13), el('span', {}, t(`level.${crowding.level}`)));

const marks = { likely: '✓', maybe: '?', unlikely: '✕' };

/** Whether one fits, as a chip with a mark of its own for each word. */
export const fitChip = (fit) => el(`span.chip.fit.${fit}`, {}, el('span', { 'aria-hidden': 'true' }, `${marks[fit]} `), t(`fit.${fit}`));

/**
 * What a rider at the stop wants to know: will I fit on the next one, how full is it, where is that going.
 * @param {object} crowding as /v1/crowding tells it
 * @param {string|null} title the platform, where a station has several
 */
export function crowdCard(crowding, title, { network, clock }) {
  return el(`section.card.${crowding.level}`, { 'aria-label': t('crowd.title') },
    title !== null && el('h4', {}, title),
    answer(crowding, network, clock),
    el('div.crowd-now', {}, figures(crowding.level, 26),
      el('div.grow', {},
        el('strong.level', {}, t(`level.${crowding.level}`)),
        el('span.sub', {}, t('crowd.waiting', { people: peopleText(crowding) }), intervalText(crowding) && ` (${intervalText(crowding)})`,
          crowding.capacity !== undefined && ` · ${t('crowd.capacity', { n: number(crowding.capacity) })}`)),
      crowding.trend !== 'unknown' && trend(crowding.trend)),
    (crowding.ahead ?? []).length > 0 && crowdChart(crowding, clock.now()),
    el('p.sub', {}, t('crowd.asOf', { time: time(crowding.measured_at) })));
}

const arrows = { rising: 'M4 17 10 11l3.500 3.500L19 9v5h2V5.500h-8.500v2h5L13.500 11.500 10 8 2.600 15.500z', steady: 'M3 11h13l-4-4 1.500-1.500L20 12l-6.500 6.500L12 17l4-4H3z', falling: 'M4 7l6 6 3.500-3.500L19 15v-5h2v8.500h-8.500v-2h5L13.500 12.500 10 16 2.600 8.500z' };

const trend = (word) => el(`span.trend.${word}`, {},
  drawn('svg', { viewBox: '0 0 24 24', width: 20, height: 20, 'aria-hidden': 'true' }, drawn('path', { d: arrows[word], fill: 'currentColor' })), t(`trend.${word}`));

const nouns = { ferry: 'ferry', bus: 'bus', trolleybus: 'bus', metro: 'rail', rail: 'rail', monorail: 'rail', tram: 'tram' };

/** The answer in one line, and what to do where the next one will hardly have room. */
function answer({ rides = [] }, network, clock) {
  const coming = rides.filter((ride) => ride.departure > clock.now() - 30);
  const [next] = coming;
  if (next === undefined) return null;
  const route = network.routesById.get(next.route_id);
  const better = next.fit === 'likely' ? undefined
    : coming.find((ride) => ride !== next && ride.fit === 'likely' && ride.route_id === next.route_id && ride.headsign === next.headsign);
  const vehicle = t(`noun.${nouns[route?.mode] ?? 'other'}`);
  return el(`div.answer.${next.fit}`, {},
    el('span.mark', { 'aria-hidden': 'true' }, marks[next.fit]),
    el('div.grow', {},
      el('strong', {}, t(`answer.${next.fit}`, { vehicle })),
      el('span.which', {}, lineSign(network, route), el('span', {}, `${next.headsign ? `${t('vehicle.to', { place: network.headsign(next.headsign) })} · ` : ''}${until(next.departure - clock.now())}`)),
      better !== undefined && el('span.better', {}, t('answer.better', { time: until(better.departure - clock.now()) }))));
}
