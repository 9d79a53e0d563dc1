import { el } from '../../app/dom.js';
import { dateTime, number, time } from '../../app/format.js';
import { t } from '../../app/texts.js';
import { shortNumber, TimeChart } from '../parts/chart.js';
import { live } from '../parts/live.js';
import { card, choice } from '../parts/parts.js';
import { empty } from '../parts/states.js';
import { byMinutes, glossary, measureCards, verdict } from './accuracy/measures.js';
import { fewest, routesTable } from './accuracy/routes.js';

const everySeconds = 30;
const hourSeconds = 3600;

/** How good the predictions of a service day were, by the published measures; the worst routes first. */
export const page = { name: 'accuracy', group: 'see', role: 'viewer', open };

function open(main, context) {
  const { route = '', date = '' } = context.parameters;
  const charts = makeCharts();
  const table = routesTable(context, date);
  const drawing = live(main, {
    seconds: everySeconds,
    read: () => context.read(`/v1/feeds/${encodeURIComponent(context.feed)}/accuracy`, { route: route || undefined, date: date || undefined }),
    draw: (told) => {
      if (told.service_date === undefined) return [empty(t('accuracy.none'), t('accuracy.none.what'), el('a.action', { href: context.hrefOf('vehicles') }, t('accuracy.none.lead')))];
      const { brief } = told.all;
      const isOfRoute = route !== '';
      if (!isOfRoute) showHours(charts, told);
      return [
        head(told, context, route, date),
        brief.predictions + brief.missing === 0 ? empty(t('accuracy.noneOfRoute', { route: told.route_short_name || route }), t('accuracy.none.what')) : [
          verdict(told), measureCards(told.all),
          el('h2.section', {}, t('accuracy.ahead'), el('span.sub', {}, ` ${t('accuracy.ahead.what')}`)),
          el('div.columns', {}, ...byMinutes(told.all)),
          !isOfRoute && [
            el('h2.section', {}, t('accuracy.hours'), el('span.sub', {}, ` ${t('accuracy.hours.what')}`)),
            el('div.charts', {}, ...Object.values(charts).map((chart) => chart.element)),
            el('section.card', {}, el('h2', {}, t('accuracy.routes')), table.show(told.routes ?? []), el('p.sub', {}, t('accuracy.few.what', { n: number(fewest) }))),
          ],
        ],
        glossary(told),
      ];
    },
  });
  return () => {
    drawing.close();
    for (const chart of Object.values(charts)) chart.close();
  };
}

/** Which day, how much of it, and of which route. */
function head(told, context, route, date) {
  const { brief } = told.all;
  const days = told.days.toReversed().map((day) => ({ value: day, text: dayText(day) }));
  return el('div.toolbar', {},
    route !== '' && el('a.action', { href: context.hrefOf('accuracy', { date }), 'data-key': 'all routes' }, t('accuracy.allRoutes')),
    route !== '' && el('h2.accuracy-route', {}, t('accuracy.ofRoute', { route: told.route_short_name || route })),
    el('p.sub.grow', {}, t('accuracy.counted', { n: number(brief.predictions + brief.missing), since: time(told.since), at: dateTime(told.sampled_at ?? told.since) }),
      told.run_share < 1 && ` ${t('accuracy.share', { n: shortNumber(100 * told.run_share) })}`),
    days.length > 1 && choice(t('accuracy.day'), days, told.service_date, (value) => context.go('accuracy', { route, date: value })));
}

/** A service day is a label: no time zone moves it. */
const dayText = (day) => new Intl.DateTimeFormat(document.documentElement.lang === 'th' ? 'th-TH-u-nu-latn-ca-gregory' : 'en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

const seconds = (value) => t('unit.seconds', { n: shortNumber(value) });
const percent = (value) => t('device.percent', { n: shortNumber(value) });

const makeCharts = () => ({
  errors: new TimeChart({ title: t('accuracy.chart.mae'), kind: 'bars', format: seconds, series: [{ key: 'mae', label: t('accuracy.mae') }], empty: t('accuracy.none.what') }),
  shares: new TimeChart({ title: t('accuracy.chart.shares'), format: percent, series: [{ key: 'mbta', label: t('accuracy.mbta') }, { key: 'eta', label: t('accuracy.eta') }], empty: t('accuracy.none.what') }),
});

/** Hours of which too little is known to say are gaps. */
function showHours(charts, told) {
  const hours = told.hours ?? [];
  const first = hours.length > 0 ? hours[0].hour : 0;
  const steps = Array.from({ length: hours.length > 0 ? hours.at(-1).hour - first + 1 : 0 }, (_, at) => hours.find((one) => one.hour === first + at)?.figures ?? null);
  const of = (key) => steps.map((figures) => (figures === null || figures.predictions < fewest ? null : figures[key] ?? null));
  const times = steps.map((_, at) => told.day_start + (first + at) * hourSeconds);
  charts.errors.show(times, { mae: of('mae_seconds') });
  charts.shares.show(times, { mbta: of('mbta_percent'), eta: of('eta_percent') });
}
