import { el } from '../../../app/dom.js';
import { number, timeWithSeconds } from '../../../app/format.js';
import { t } from '../../../app/texts.js';
import { card, chip } from '../../parts/parts.js';

/** Each part of the hub and whether it works. */
export const hubParts = (parts) => card(t('overview.parts'),
  el('ul.part-list', {}, ...parts.map((part) => el('li', {}, el('span.grow', {}, el('span.main', {}, part.part), part.reason && el('span.sub', {}, part.reason)), part.ready ? chip('good', t('overview.works')) : chip('bad', t('overview.notReady'))))));

/** What the hub's own validator says of what the chosen feed publishes. */
export function brokenRules({ conformance }, context) {
  const told = conformance.get(context.feed);
  if (told === null || told === undefined) return card(t('overview.conformance'), el('p.note', {}, t('overview.conformance.none')));
  const lead = el('p.sub', {}, t('overview.conformance.when', { at: timeWithSeconds(told.checked_at), n: number(told.checks) }));
  if (told.rules.length === 0) return card(t('overview.conformance'), lead, el('p.kept', {}, chip('good', t('overview.rules.kept')), ' ', t('overview.conformance.kept')));
  return card(t('overview.conformance'), lead, el('ul.rules', {}, ...told.rules.map((rule) => el('li', {},
    el('p', {}, chip(rule.severity === 'error' ? 'bad' : rule.severity === 'warning' ? 'warn' : 'plain', rule.code), ' ', rule.title, el('span.sub', {}, t('overview.rule.counts', { now: number(rule.now), total: number(rule.total) }))),
    rule.samples.length > 0 && el('details.fold', { 'data-key': `rule ${rule.code}` }, el('summary', {}, t('overview.rule.samples')), el('ul.plain', {}, ...rule.samples.map((sample) => el('li', {}, sample))))))));
}
