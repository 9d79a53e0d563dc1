import { el } from '../../app/dom.js';
import { dateTime, duration, number } from '../../app/format.js';
import { hasText, t } from '../../app/texts.js';
import { difference } from '../parts/difference.js';
import { confirm } from '../parts/dialog.js';
import { live } from '../parts/live.js';
import { withNetwork } from '../parts/network.js';
import { card, chip, choice } from '../parts/parts.js';
import { empty } from '../parts/states.js';
import { AlertEditor } from './alerts/editor.js';
import { entitySigns } from './alerts/entities.js';
import { inLanguage, periodText, wordOf } from './alerts/words.js';

const everySeconds = 5;
const order = ['proposed', 'active', 'scheduled', 'dismissed', 'ended'];
const tones = { proposed: 'warn', active: 'good', scheduled: 'plain', dismissed: 'plain', ended: 'plain' };

/** What is being written, by feed: it outlives another language of the page and a look at another page. */
const drafts = new Map();

/** What riders are told: written, found by the hub, scheduled, ended. */
export const page = { name: 'alerts', group: 'act', role: 'viewer', open };

function open(main, context) {
  let close = () => {};
  const end = withNetwork(main, context, (network) => {
    show(network);
    return () => close();
  });

  /** The list, or the editor while something is written. */
  function show(network) {
    close();
    main.replaceChildren();
    const draft = drafts.get(context.feed);
    close = draft === undefined ? showList(main, context, network, edit) : showEditor(draft);

    function edit(next) {
      drafts.set(context.feed, next);
      show(network);
    }

    function showEditor(written) {
      const editor = new AlertEditor({
        context, network, draft: written,
        done: (text) => {
          drafts.delete(context.feed);
          if (text !== null) context.say(text);
          show(network);
        },
      });
      main.append(editor.element);
      editor.focus();
      return () => {};
    }
  }

  return end;
}

/** A draft of nothing yet, or of an alert as it stands. */
const draftOf = (view, tag) => ({ id: view?.id ?? null, source: view?.source ?? 'operator', tag: tag ?? null, alert: structuredClone(view?.alert ?? {}) });

function showList(main, context, network, edit) {
  const path = `/v1/feeds/${encodeURIComponent(context.feed)}/alerts`;
  const mayAct = context.session.may('operator');
  let state = context.parameters.state ?? 'all';

  const drawing = live(main, {
    seconds: everySeconds, read: async () => (await context.read(path)).alerts,
    draw: (alerts) => {
      const counts = Object.fromEntries(order.map((name) => [name, alerts.filter((alert) => alert.state === name).length]));
      const shown = alerts.filter((alert) => state === 'all' || alert.state === state).toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (b.updated_at ?? b.created_at ?? 0) - (a.updated_at ?? a.created_at ?? 0));
      return [
        el('div.toolbar', {},
          choice(t('alertsPage.show'), ['all', ...order].map((value) => ({ value, text: `${t(`alertsPage.state.${value}`)} ${value === 'all' ? alerts.length : counts[value]}` })), state, (value) => {
            state = value;
            context.keep({ state: value === 'all' ? undefined : value });
            drawing.again();
          }),
          mayAct && el('button.action.primary', { type: 'button', 'data-key': 'write', on: { click: () => edit(draftOf()) } }, t('alertsPage.write'))),
        shown.length === 0
          ? empty(t('alertsPage.none'), t(state === 'all' ? 'alertsPage.none.what' : 'alertsPage.none.state'))
          : el('ul.alert-cards', {}, ...shown.map((alert) => el('li', {}, alertCard(alert)))),
        history(),
      ];
    },
  });

  function alertCard(view) {
    const header = inLanguage(view.alert.header_text);
    const description = inLanguage(view.alert.description_text);
    return card(null,
      el('div.card-head', {}, el('h2', { lang: header?.language }, header?.text ?? view.id), chip(tones[view.state], t(`alertsPage.state.${view.state}`)), sourceChip(view)),
      description !== null && el('p', { lang: description.language }, description.text),
      el('p.sub', {}, [wordOf('effect', view.alert.effect), wordOf('cause', view.alert.cause), periodText(view.alert.active_periods)].filter(Boolean).join(' · ')),
      el('div.signs', {}, ...entitySigns(network, view.alert.informed_entities)),
      view.evidence !== undefined && evidence(view.evidence),
      view.updated_by !== undefined && el('p.sub', {}, t('alertsPage.by', { who: view.updated_by, at: dateTime(view.updated_at) })),
      mayAct && el('p.actions', {}, ...actions(view)));
  }

  function actions(view) {
    const button = (key, act, kind = '') => el(`button.action${kind}`, { type: 'button', 'data-key': `${key} ${view.id}`, on: { click: act } }, t(`alertsPage.${key}`));
    const isOwn = view.source === 'operator';
    return [
      !isOwn && view.state === 'proposed' && button('confirm', () => act(view, 'confirm'), '.primary'),
      !isOwn && view.state === 'dismissed' && button('confirm', () => act(view, 'confirm')),
      !isOwn && view.state !== 'dismissed' && button('dismiss', () => act(view, 'dismiss')),
      view.state !== 'ended' && button('edit', () => change(view)),
      isOwn && view.state !== 'ended' && button('end', () => act(view, 'end'), '.danger'),
      view.state === 'ended' && button('again', () => edit({ ...draftOf(view), id: null, source: 'operator', alert: { ...structuredClone(view.alert), active_periods: undefined } })),
    ];
  }

  async function change(view) {
    const { body, tag } = await context.readTagged(`${path}/${encodeURIComponent(view.id)}`).catch((error) => (context.say(error.message), {}));
    if (body !== undefined) edit(draftOf(body, tag));
  }

  async function act(view, what) {
    const name = inLanguage(view.alert.header_text)?.text ?? view.id;
    if (what !== 'confirm' && !(await confirm({ title: t(`alertsPage.${what}.ask`), text: name, action: t(`alertsPage.${what}`), isDangerous: true }))) return;
    try {
      await context.send('POST', `${path}/${encodeURIComponent(view.id)}/${what}`, undefined, { 'if-match': `"${view.revision}"` });
      context.say(t(`alertsPage.${what}.done`));
    } catch (error) {
      context.say(error.status === 412 ? t('alertsPage.changed') : error.message);
    }
    drawing.again();
  }

  /** The audit of the feed's alerts, read when it is unfolded. */
  function history() {
    const body = el('div', {});
    return el('details.fold.history', { 'data-key': 'history', on: { toggle: async (event) => {
      if (!event.target.open || body.childElementCount > 0) return;
      const told = await context.read(`${path}/audit`, { limit: 50 }).catch(() => ({ entries: [] }));
      body.replaceChildren(...(told.entries.length === 0 ? [el('p.note', {}, t('alertsPage.history.none'))] : told.entries.map((entry) => el('details.fold', {},
        el('summary', {}, `${dateTime(entry.at)} · ${entry.who} · ${t(`audit.what.${entry.what}`)} · ${entry.alert}`), difference(entry.before, entry.after)))));
    } } }, el('summary', {}, t('alertsPage.history')), body);
  }

  return () => drawing.close();
}

const sourceChip = (view) => chip('plain', view.source === 'operator' || view.source === 'automatic' ? t(`alertsPage.source.${view.source}`) : view.source);

function evidence({ kind, since, runs, figures }) {
  const named = (key, otherwise) => (hasText(key) ? t(key) : otherwise.replaceAll('_', ' '));
  const told = Object.entries(figures).map(([name, value]) => `${named(`alertsPage.figure.${name}`, name)} ${name.endsWith('_seconds') ? duration(value) : number(Math.round(value * 10) / 10)}`);
  return el('p.sub.evidence', {}, el('strong', {}, named(`alertsPage.kind.${kind}`, kind)), ` ${t('alertsPage.evidence', { since: dateTime(since), n: runs.length })} ${told.join(', ')}`);
}
