import { el } from '../../../app/dom.js';
import { dateTime, duration } from '../../../app/format.js';
import { lineSign } from '../../../app/panel/parts.js';
import { t } from '../../../app/texts.js';
import { card, chip } from '../../parts/parts.js';

/** The detours that the hub found: which stops are left out, what shows it, and the two words that may be said. */
export function detourCards(detours, { context, network, again }) {
  const mayAct = context.session.may('operator');
  const waiting = detours.filter((detour) => detour.state !== 'dismissed');
  if (waiting.length === 0) return [];
  return [el('h2.section', {}, t('changes.detours')), el('div.columns', {}, ...waiting.map((detour) => {
    const route = network.routesById.get(detour.route_id);
    const act = async (what) => {
      try {
        const path = `/v1/feeds/${encodeURIComponent(context.feed)}/alerts/${encodeURIComponent(detour.alert_id)}`;
        const { tag } = await context.readTagged(path);
        await context.send('POST', `${path}/${what}`, undefined, { 'if-match': tag });
        context.say(t(`alertsPage.${what}.done`));
      } catch (error) {
        context.say(error.message);
      }
      again();
    };
    return card(null,
      el('div.card-head', {}, route !== undefined && lineSign(network, route), el('h2', {}, t('changes.detour', { from: network.stopNameById(detour.stop_ids[0]), to: network.stopNameById(detour.stop_ids.at(-1)) })),
        chip(detour.state === 'proposed' ? 'warn' : 'good', t(`alertsPage.state.${detour.state}`))),
      el('p', {}, t('changes.detour.skipped', { stops: detour.skipped_stop_ids.map((id) => network.stopNameById(id)).join(', ') })),
      el('p.sub', {}, t('changes.detour.shows', { n: detour.runs, kept: detour.regular_runs, since: dateTime(detour.first_seen), extra: duration(detour.extra_seconds) })),
      mayAct && el('p.actions', {},
        detour.state === 'proposed' && el('button.action.primary', { type: 'button', 'data-key': `confirm ${detour.alert_id}`, on: { click: () => act('confirm') } }, t('alertsPage.confirm')),
        el('button.action', { type: 'button', 'data-key': `dismiss ${detour.alert_id}`, on: { click: () => act('dismiss') } }, t('alertsPage.dismiss'))));
  }))];
}
