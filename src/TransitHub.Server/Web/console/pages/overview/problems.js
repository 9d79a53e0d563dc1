import { el } from '../../../app/dom.js';
import { duration, number } from '../../../app/format.js';
import { hasText, t } from '../../../app/texts.js';

/** From here on each is worth a word. */
export const lateStateSeconds = 30;
export const silentSeconds = 120;
export const lowShare = 0.5;
const fewVehicles = 5;
const highRefused = 0.05;

/** What is wrong, the worst first, in words, each with the page where it is looked into; or that nothing is. */
export function problemList(told, context, rates) {
  const problems = [...ofParts(told.parts), ...told.feeds.flatMap((feed) => ofFeed(feed, told, rates).map((problem) => ({ feed, ...problem })))]
    .toSorted((a, b) => (a.tone === b.tone ? 0 : a.tone === 'bad' ? -1 : 1));
  if (problems.length === 0) {
    return el('section.verdict.tone-good', { 'data-key': 'verdict' }, el('span.verdict-mark', { 'aria-hidden': true }, '✓'), el('div', {}, el('h2', {}, t('overview.well')), el('p', {}, t('overview.well.what', { n: number(told.feeds.length) }))));
  }
  const isBad = problems.some(({ tone }) => tone === 'bad');
  return el(`section.verdict.tone-${isBad ? 'bad' : 'warn'}`, { 'data-key': 'verdict' },
    el('span.verdict-mark', { 'aria-hidden': true }, isBad ? '✕' : '!'),
    el('div.grow', {}, el('h2', {}, t(problems.length === 1 ? 'overview.one' : 'overview.wrong', { n: number(problems.length) })),
      el('ul.problems', {}, ...problems.map((problem) => problemRow(problem, context, told.feeds.length > 1)))));
}

function problemRow({ tone, text, remedy, feed, page, parameters }, context, namesFeed) {
  const leads = page !== undefined && context.has(page);
  return el(`li.tone-${tone}`, {},
    el('span.mark', { 'aria-hidden': true }, tone === 'bad' ? '✕' : '!'),
    el('span.grow', {}, namesFeed && feed !== undefined && el('strong', {}, `${feed.name}: `), text, remedy && el('span.sub', {}, remedy)),
    leads && el('a.action', { href: context.hrefOf(page, { feed: feed?.id, ...parameters }), 'data-key': `mend ${page} ${feed?.id}` }, t('overview.lead', { page: t(`page.${page}`) })));
}

/** What the feeds tell of themselves is told with the feeds. */
const ofParts = (parts) => parts.filter((part) => !part.ready && !part.part.startsWith('feed ')).map((part) => {
  const kind = `overview.part.${part.part.split(' ')[0]}`;
  return { tone: 'bad', text: t('overview.part', { part: part.part, reason: part.reason ?? '' }), remedy: hasText(kind) ? t(kind) : undefined };
});

function ofFeed(feed, { conformance, cameras }, rates) {
  return [
    !feed.ready && { tone: 'bad', text: t('overview.feed', { reason: feed.not_ready_reason ?? '' }), page: feed.static_version === undefined ? 'statics' : undefined },
    feed.static_version === undefined && { tone: 'warn', text: t('overview.noStatic'), remedy: t('overview.noStatic.mend'), page: 'statics' },
    feed.state_age_seconds > lateStateSeconds && { tone: 'bad', text: t('overview.late', { time: duration(feed.state_age_seconds) }), remedy: t('overview.late.mend') },
    ...ofReports(feed, rates),
    ...(feed.collapsed ?? []).map((text) => ({ tone: 'bad', text: t('overview.collapsed', { text }), page: 'vehicles' })),
    ...ofRules(conformance.get(feed.id)),
    ...ofCameras(cameras.get(feed.id)),
    feed.unseen.suspect + feed.unseen.canceled > 0 && { tone: 'warn', text: t('overview.unseen', { suspect: number(feed.unseen.suspect), canceled: number(feed.unseen.canceled) }), page: 'changes' },
  ].filter(Boolean);
}

function ofReports(feed, rates) {
  const age = feed.last_received_age_seconds;
  const taken = rates.of(feed, 'received');
  const refused = rates.of(feed, 'rejected');
  return [
    age === undefined && { tone: 'warn', text: t('overview.unheard'), remedy: t('overview.unheard.mend'), page: 'access' },
    age > silentSeconds && { tone: 'bad', text: t('overview.silent', { time: duration(age) }), remedy: t('overview.silent.mend'), page: 'rejections' },
    feed.static_version !== undefined && feed.vehicles >= fewVehicles && feed.matched_vehicles / feed.vehicles < lowShare
      && { tone: 'warn', text: t('overview.unmatched', { n: number(feed.vehicles - feed.matched_vehicles), of: number(feed.vehicles) }), page: 'vehicles' },
    taken > 0 && refused / taken > highRefused && { tone: 'warn', text: t('overview.refusing', { share: Math.round((100 * refused) / taken) }), page: 'rejections' },
  ].filter(Boolean);
}

function ofRules(conformance) {
  if (conformance === null || conformance === undefined || conformance.errors + conformance.warnings === 0) return [];
  const codes = conformance.rules.filter((rule) => rule.now > 0).map((rule) => rule.code).join(', ');
  return [{ tone: conformance.errors > 0 ? 'bad' : 'warn', text: t('overview.breaks', { codes }), remedy: t('overview.breaks.mend') }];
}

function ofCameras(list) {
  const wrong = (list?.cameras ?? []).filter((camera) => camera.online === false || (camera.faults ?? []).length > 0);
  return wrong.length === 0 ? [] : [{ tone: 'warn', text: t(wrong.length === 1 ? 'overview.camera' : 'overview.cameras', { n: number(wrong.length), names: wrong.slice(0, 3).map((camera) => camera.names?.[document.documentElement.lang] ?? camera.name ?? camera.id).join(', ') }), page: 'cameras' }];
}
