import { el } from '../../app/dom.js';
import { dateTime, duration } from '../../app/format.js';
import { t } from '../../app/texts.js';
import { now } from '../hub.js';
import { difference } from '../parts/difference.js';
import { confirm } from '../parts/dialog.js';
import { live } from '../parts/live.js';
import { withNetwork } from '../parts/network.js';
import { card, chip } from '../parts/parts.js';
import { empty } from '../parts/states.js';
import { detourCards } from './changes/detours.js';
import { openOrder, orders } from './changes/order.js';
import { sentenceOf } from './changes/sentence.js';
import { Trips } from './changes/trips.js';

const everySeconds = 5;

/** The manual hand: runs canceled, added, replaced and copied, stops skipped, vehicles assigned, devices ignored, each with its end; and detours that wait for a word. */
export const page = { name: 'changes', group: 'act', role: 'viewer', open: (main, context) => withNetwork(main, context, (network) => show(main, context, network)) };

function show(main, context, network) {
  const path = `/v1/feeds/${encodeURIComponent(context.feed)}`;
  const mayAct = context.session.may('operator');
  const trips = new Trips(context);

  if (mayAct) {
    main.append(el('ul.orders', { 'aria-label': t('changes.do') }, ...orders.map((order) => el('li', {}, el('button.order', { type: 'button', 'data-key': `order ${order}`, on: { click: () => openOrder(order, { context, network, done: made }) } },
      el('strong', {}, t(`changes.${order}`)), el('span.sub', {}, t(`changes.${order}.what`)))))));
  }

  const drawing = live(main, {
    seconds: everySeconds,
    read: async () => {
      const [{ changes }, { detours }] = await Promise.all([context.read(`${path}/changes`), context.read(`${path}/detours`).catch(() => ({ detours: [] }))]);
      await nameTrips(changes);
      return { changes, detours };
    },
    draw: ({ changes, detours }) => {
      const standing = changes.filter((change) => change.state === 'active').toSorted((a, b) => a.change.expires_at - b.change.expires_at);
      const over = changes.filter((change) => change.state !== 'active').toSorted((a, b) => b.updated_at - a.updated_at);
      return [
        ...detourCards(detours, { context, network, again: () => drawing.again() }),
        standing.length === 0 ? empty(t('changes.none'), t(mayAct ? 'changes.none.do' : 'changes.none.what'))
          : card(t('changes.standing', { n: standing.length }), el('ul.change-list', {}, ...standing.map(row))),
        over.length > 0 && el('details.fold.card', { 'data-key': 'over' }, el('summary', {}, t('changes.over', { n: over.length })), el('ul.change-list', {}, ...over.map(row))),
        history(),
      ].filter(Boolean);
    },
  });

  function row(view) {
    const left = view.change.expires_at - now();
    const isActive = view.state === 'active';
    return el('li.change', {},
      el('div.grow', {},
        el('p.change-text', {}, ...sentenceOf(view.change, network, trips)),
        el('p.sub', {}, [t('changes.by', { who: view.updated_by, at: dateTime(view.updated_at) }), view.change.note].filter(Boolean).join(' · ')),
        view.problem !== undefined && el('p.note.warn', {}, t('changes.noEffect', { why: view.problem }))),
      isActive ? el('div.left', {}, el('strong', {}, duration(left)), el('span.sub', {}, t('changes.left', { at: dateTime(view.change.expires_at) }))) : chip('plain', t(`changes.state.${view.state}`)),
      isActive && mayAct && el('button.action', { type: 'button', 'data-key': `undo ${view.id}`, 'aria-label': t('changes.undo.of', { id: view.id }), on: { click: () => undo(view) } }, t('changes.undo')));
  }

  async function undo(view) {
    if (!(await confirm({ title: t('changes.undo.ask'), text: sentenceOf(view.change, network, trips).map((part) => part.textContent ?? part).join(''), action: t('changes.undo') }))) return;
    try {
      await context.send('DELETE', `${path}/changes/${encodeURIComponent(view.id)}`, undefined, { 'if-match': `"${view.revision}"` });
      context.say(t('changes.undone'));
    } catch (error) {
      context.say(error.status === 412 ? t('changes.meanwhile') : error.message);
    }
    drawing.again();
  }

  // From a vehicle that somebody looked at: it is to be put on a run. Only once, and not again after the page is drawn anew.
  const { vehicle } = context.parameters;
  if (mayAct && vehicle !== undefined) {
    context.keep({});
    openOrder('assign', { context, network, done: made, vehicle });
  }

  function made() {
    context.say(t('changes.made'));
    drawing.again();
  }

  /** What people call the trips that changes name, read once each. */
  async function nameTrips(changes) {
    const unknown = [...new Set(changes.map(({ change }) => change.trip_id).filter((id) => id !== undefined && !trips.has(id)))].slice(0, 20);
    await Promise.all(unknown.map((id) => trips.load(id)));
  }

  function history() {
    const body = el('div', {});
    return el('details.fold.history', { 'data-key': 'history', on: { toggle: async (event) => {
      if (!event.target.open || body.childElementCount > 0) return;
      const told = await context.read(`${path}/changes/audit`, { limit: 50 }).catch(() => ({ entries: [] }));
      body.replaceChildren(...(told.entries.length === 0 ? [el('p.note', {}, t('alertsPage.history.none'))] : told.entries.map((entry) => el('details.fold', {},
        el('summary', {}, `${dateTime(entry.at)} · ${entry.who} · ${t(`audit.what.${entry.what}`)} · ${entry.change}`), difference(entry.before, entry.after)))));
    } } }, el('summary', {}, t('alertsPage.history')), body);
  }

  return () => drawing.close();
}
