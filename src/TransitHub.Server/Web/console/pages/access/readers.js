import { el } from '../../../app/dom.js';
import { dateTime, number } from '../../../app/format.js';
import { t } from '../../../app/texts.js';
import { bars } from '../../parts/bars.js';
import { confirm, openDialog } from '../../parts/dialog.js';
import { Form } from '../../parts/form.js';
import { live } from '../../parts/live.js';
import { card, chip } from '../../parts/parts.js';
import { showSecret } from '../../parts/secret.js';
import { empty } from '../../parts/states.js';
import { Table } from '../../parts/table.js';
import { fromLocal } from '../../parts/zone-time.js';

const path = '/v1/keys';
const everySeconds = 10;
const mostBars = 12;
const tones = { active: 'good', expired: 'warn', revoked: 'bad', no_such_tier: 'bad' };

/** The keys of those who read: what each was used for, and how much each may ask for. */
export function openReaders(main, context) {
  const table = new Table({
    caption: t('access.key.caption'), keyOf: (row) => row.id, columns: [
      { key: 'name', label: t('access.name'), show: (row) => el('span', {}, row.name, el('span.sub', {}, row.id)), sortBy: (row) => row.name },
      { key: 'state', label: t('access.state'), show: (row) => chip(tones[row.state] ?? 'plain', t(`access.state.${row.state}`)), sortBy: (row) => row.state },
      { key: 'tier', label: t('access.tier'), show: (row) => row.tier, sortBy: (row) => row.tier },
      { key: 'served', label: t('access.served'), isNumber: true, show: (row) => number(row.served), sortBy: (row) => row.served },
      { key: 'limited', label: t('access.limited'), isNumber: true, show: (row) => number(row.limited), sortBy: (row) => row.limited },
      { key: 'last', label: t('access.last'), show: (row) => (row.last_at === undefined ? '—' : dateTime(row.last_at)), sortBy: (row) => row.last_at ?? 0 },
      { key: 'act', label: t('access.act'), show: actions },
    ],
  });
  let tiers = [];
  const drawing = live(main, {
    seconds: everySeconds, read: () => context.read(path),
    draw: (told) => {
      tiers = told.tiers;
      if (told.tiers.length === 0) return [empty(t('access.key.noTiers'), t('access.key.noTiers.what'))];
      const used = told.keys.filter((key) => key.served + key.limited > 0).toSorted((a, b) => b.served + b.limited - a.served - a.limited).slice(0, mostBars);
      return [
        el('div.toolbar', {}, el('button.action.primary', { type: 'button', 'data-key': 'add', on: { click: add } }, t('access.key.add'))),
        told.keys.length === 0 ? empty(t('access.key.none'), t('access.key.none.what')) : card(null, table.show(told.keys)),
        el('div.columns', {},
          card(t('access.usage'), used.length === 0 ? el('p.note', {}, t('access.usage.none')) : bars(t('access.usage'), used.map((key) => ({
            key: key.id, label: key.name, value: key.served + key.limited, text: number(key.served), hint: key.limited > 0 ? t('access.usage.limited', { n: number(key.limited) }) : undefined, tone: key.limited > 0 ? 'warn' : undefined,
          })))),
          card(t('access.tiers'), el('ul.part-list', {}, ...told.tiers.map((tier) => el('li', {}, el('strong', {}, tier.name), el('span.grow.sub', {}, t('access.tier.what', { n: number(tier.requests_per_minute), burst: number(tier.burst), streams: number(tier.streams) })))),
            el('li', {}, el('strong', {}, t('access.noKey')), el('span.grow.sub', {}, told.anonymous === undefined || told.anonymous === null ? t('access.noKey.nothing') : t('access.noKey.tier', { tier: told.anonymous })))))),
      ];
    },
  });

  function actions(row) {
    return el('span.actions', {},
      el('button.action', { type: 'button', 'data-key': `rotate ${row.id}`, 'aria-label': t('access.rotate.of', { name: row.name }), on: { click: () => rotate(row) } }, t('access.rotate')),
      row.state !== 'revoked' && el('button.action', { type: 'button', 'data-key': `revoke ${row.id}`, 'aria-label': t('access.revoke.of', { name: row.name }), on: { click: () => revoke(row) } }, t('access.revoke')));
  }

  function add() {
    const form = new Form({
      fields: [
        { name: 'name', label: t('access.name'), hint: t('access.name.hint'), required: true },
        { name: 'tier', type: 'select', label: t('access.tier'), options: tiers.map((tier) => ({ value: tier.name, text: `${tier.name}: ${t('access.tier.short', { n: number(tier.requests_per_minute) })}` })) },
        { name: 'expires_at', type: 'datetime-local', label: t('access.expires') },
      ],
      submit: t('access.key.add.do'), cancel: () => dialog.close(),
      send: async ({ name, tier, expires_at: end }) => {
        const { body } = await context.send('POST', path, { name, tier, ...(end === '' ? {} : { expires_at: fromLocal(end) }) });
        dialog.close();
        tell(body, t('access.key.added', { name }));
      },
    });
    const dialog = openDialog({ title: t('access.key.add'), body: [form.element] });
    form.focus();
  }

  async function rotate(row) {
    if (!(await confirm({ title: t('access.rotate.ask', { name: row.name }), text: t('access.key.rotate.what'), action: t('access.rotate'), isDangerous: true }))) return;
    try {
      const { body } = await context.send('POST', `${path}/${encodeURIComponent(row.id)}/rotate`, {});
      tell(body, t('access.rotated'));
    } catch (error) {
      context.say(error.message);
    }
  }

  async function revoke(row) {
    if (!(await confirm({ title: t('access.revoke.ask', { name: row.name }), text: t('access.key.revoke.what'), action: t('access.revoke'), isDangerous: true }))) return;
    try {
      await context.send('DELETE', `${path}/${encodeURIComponent(row.id)}`);
      context.say(t('access.revoked', { name: row.name }));
    } catch (error) {
      context.say(error.message);
    }
    drawing.again();
  }

  function tell({ key, tier }, title) {
    drawing.again();
    showSecret({ title, rows: [[t('access.key'), key]], more: [el('p.sub', {}, t('access.key.how', { tier }))] });
  }

  return () => drawing.close();
}
