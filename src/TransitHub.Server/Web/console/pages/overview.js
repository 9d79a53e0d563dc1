import { el } from '../../app/dom.js';
import { duration, zone } from '../../app/format.js';
import { t } from '../../app/texts.js';
import { now } from '../hub.js';
import { aMinute, readHistory } from '../history.js';
import { shortNumber, TimeChart } from '../parts/chart.js';
import { live } from '../parts/live.js';
import { feedCards } from './overview/feeds.js';
import { brokenRules, hubParts } from './overview/parts.js';
import { problemList } from './overview/problems.js';
import { Rates } from './overview/rates.js';

const everySeconds = 5;

/** What changes slowly is read less often. */
const slowlySeconds = 30;

/** Feed health and ages at a glance: what is wrong first, each with the way to where it is mended. */
export const page = { name: 'overview', group: 'see', role: 'viewer', open };

function open(main, context) {
  const rates = new Rates();
  const charts = makeCharts();
  let slow = null;
  let slowAt = -Infinity;

  async function read() {
    const [feeds, parts] = await Promise.all([context.read('/v1/feeds'), context.read('/readyz')]);
    rates.take(feeds);
    if (performance.now() - slowAt > slowlySeconds * 1000) {
      slow = await readSlowly(feeds, context);
      slowAt = performance.now();
    }
    return { feeds, parts, ...slow };
  }

  const drawing = live(main, {
    seconds: everySeconds, read,
    draw: (told) => {
      showHistory(charts, told.history);
      return [
        problemList(told, context, rates),
        el('div.feed-cards', {}, ...feedCards(told, context, rates)),
        el('h2.section', {}, t('overview.hours'), el('span.sub', {}, ` ${t('part.zone', { zone: zone(now()) })}`)),
        el('div.charts.four', {}, ...Object.values(charts).map((chart) => chart.element)),
        el('div.columns', {}, hubParts(told.parts), brokenRules(told, context)),
      ];
    },
  });
  return () => {
    drawing.close();
    for (const chart of Object.values(charts)) chart.close();
  };
}

/** By feed what its own validator and its cameras say; null: not known. */
async function readSlowly(feeds, context) {
  const quietly = (path, parameters) => context.read(path, parameters).catch(() => null);
  const [history, conformance, cameras] = await Promise.all([
    readHistory(context).catch(() => null),
    Promise.all(feeds.map((feed) => quietly(`/v1/feeds/${encodeURIComponent(feed.id)}/conformance`))),
    Promise.all(feeds.map((feed) => quietly('/v1/cameras', { feed: feed.id }))),
  ]);
  const byFeed = (list) => new Map(feeds.map((feed, at) => [feed.id, list[at]]));
  return { history, conformance: byFeed(conformance), cameras: byFeed(cameras) };
}

const makeCharts = () => ({
  vehicles: new TimeChart({ title: t('overview.chart.vehicles'), series: [{ key: 'vehicles', label: t('overview.vehicles'), kind: 'area' }, { key: 'matched_vehicles', label: t('overview.onTrip') }], empty: t('overview.noHistory') }),
  accepted: new TimeChart({ title: t('overview.chart.accepted'), kind: 'area', series: [{ key: 'accepted', label: t('overview.accepted') }], empty: t('overview.noHistory') }),
  refused: new TimeChart({ title: t('overview.chart.refused'), kind: 'bars', series: [{ key: 'refused', label: t('overview.refused') }], empty: t('overview.noHistory') }),
  age: new TimeChart({ title: t('overview.chart.age'), series: [{ key: 'state_age_seconds', label: t('overview.stateAge') }], format: (value) => (value < 60 ? t('unit.seconds', { n: shortNumber(value) }) : duration(value)), empty: t('overview.noHistory') }),
});

function showHistory(charts, history) {
  const { times, series, stepSeconds } = history ?? { times: [], series: {}, stepSeconds: 60 };
  charts.vehicles.show(times, series);
  charts.accepted.show(times, { accepted: aMinute(series.accepted, stepSeconds) });
  charts.refused.show(times, { refused: aMinute(series.refused, stepSeconds) });
  charts.age.show(times, series);
}
