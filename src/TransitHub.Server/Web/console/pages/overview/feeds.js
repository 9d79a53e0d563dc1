import { el } from '../../../app/dom.js';
import { duration, number } from '../../../app/format.js';
import { t } from '../../../app/texts.js';
import { shortNumber } from '../../parts/chart.js';
import { chip, figure, figures } from '../../parts/parts.js';
import { lateStateSeconds, lowShare, silentSeconds } from './problems.js';

/** One card a feed, the chosen one marked. */
export const feedCards = ({ feeds, conformance }, context, rates) => feeds.map((feed) => feedCard(feed, conformance.get(feed.id), context, rates, feeds.length > 1));

function feedCard(feed, conformance, context, rates, isChoice) {
  const isChosen = isChoice && feed.id === context.feed;
  return el(`section.card.feed-card${isChosen ? '.chosen' : ''}`, { 'data-feed': feed.id },
    el('div.card-head', {},
      el('h2', {}, isChoice ? el('a', { href: context.hrefOf('overview', { feed: feed.id }), 'data-key': `feed ${feed.id}`, 'aria-current': isChosen ? 'true' : null }, feed.name) : feed.name),
      feed.ready ? chip('good', t('overview.ready')) : chip('bad', t('overview.notReady')),
      feed.simulated && chip('plain', t('overview.simulated'))),
    shareOnTrip(feed),
    figures(
      figure({ label: t('overview.stateAge'), value: seconds(feed.state_age_seconds), tone: feed.state_age_seconds > lateStateSeconds ? 'bad' : undefined }),
      figure({ label: t('overview.lastReport'), value: feed.last_received_age_seconds === undefined ? t('overview.never') : seconds(feed.last_received_age_seconds), tone: (feed.last_received_age_seconds ?? Infinity) > silentSeconds ? 'bad' : undefined }),
      figure({ label: t('overview.acceptedMinute'), value: rate(rates.of(feed, 'accepted')) }),
      figure({ label: t('overview.refusedMinute'), value: rate(rates.of(feed, 'rejected')) }),
      figure({ label: t('overview.rules'), ...rulesOf(conformance) }),
      figure({ label: t('overview.static'), value: feed.static_version?.slice(0, 8) ?? t('overview.none'), tone: feed.static_version === undefined ? 'warn' : undefined }),
    ));
}

/** How many of the vehicles serve a trip, as a bar and in words. */
function shareOnTrip(feed) {
  if (feed.vehicles === 0) return el('p.big', {}, t('overview.noVehicles'));
  const share = feed.matched_vehicles / feed.vehicles;
  return el('div.share', {},
    el('p.big', {}, el('strong', {}, number(feed.vehicles)), ' ', t('overview.vehiclesWord'), el('span.sub', {}, ` ${t('overview.share', { n: number(feed.matched_vehicles), share: Math.round(100 * share) })}`)),
    el('span.bar-track', { 'aria-hidden': true }, el(`span.bar-fill.tone-${share < lowShare ? 'warn' : 'plain'}`, { style: { '--share': `${100 * share}%` } })));
}

const seconds = (value) => (value < 10 ? t('unit.seconds', { n: shortNumber(value) }) : duration(value));

const rate = (value) => (value === null ? '…' : shortNumber(value));

function rulesOf(conformance) {
  if (conformance === null || conformance === undefined) return { value: t('overview.rules.unknown') };
  const { errors, warnings } = conformance;
  if (errors === 0 && warnings === 0) return { value: t('overview.rules.kept') };
  return { value: t('overview.rules.broken', { errors: number(errors), warnings: number(warnings) }), tone: errors > 0 ? 'bad' : 'warn' };
}
