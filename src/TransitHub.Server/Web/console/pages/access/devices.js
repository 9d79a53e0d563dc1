import { el } from '../../../app/dom.js';
import { dateTime, number } from '../../../app/format.js';
import { t } from '../../../app/texts.js';
import { confirm, openDialog } from '../../parts/dialog.js';
import { Field, Form } from '../../parts/form.js';
import { live } from '../../parts/live.js';
import { card, chip, figure, figures } from '../../parts/parts.js';
import { showSecret } from '../../parts/secret.js';
import { empty } from '../../parts/states.js';
import { Table } from '../../parts/table.js';
import { fromLocal } from '../../parts/zone-time.js';

const path = '/v1/device-credentials';
const everySeconds = 20;
const pageSize = 200;
const tones = { valid: 'good', expired: 'warn', revoked: 'bad' };

/** The devices that may publish: found by a word, let in, given another password, shut out. */
export function openDevices(main, context) {
  let asked = '';
  let wait = null;
  const search = new Field({ name: 'q', type: 'search', label: t('access.find'), changed: (value) => {
    asked = value.trim();
    clearTimeout(wait);
    wait = setTimeout(() => drawing.again(), 250);
  } });
  main.append(el('div.toolbar', {}, search.element, el('button.action.primary', { type: 'button', 'data-key': 'add', on: { click: add } }, t('access.device.add'))));
  const table = new Table({
    caption: t('access.device.caption'), keyOf: (row) => row.user, columns: [
      { key: 'user', label: t('access.user'), show: (row) => row.user, sortBy: (row) => row.user },
      { key: 'state', label: t('access.state'), show: (row) => chip(tones[row.state], t(`access.state.${row.state}`)), sortBy: (row) => row.state },
      { key: 'feed', label: t('access.feed'), show: (row) => row.feed, sortBy: (row) => row.feed },
      { key: 'id', label: t('access.publishes'), show: (row) => row.id ?? t('access.gateway'), sortBy: (row) => row.id },
      { key: 'kinds', label: t('access.kinds'), show: (row) => row.kinds.join(', ') },
      { key: 'expires', label: t('access.expires'), show: (row) => (row.expires_at === undefined ? t('access.never') : dateTime(row.expires_at)), sortBy: (row) => row.expires_at ?? Infinity },
      { key: 'act', label: t('access.act'), show: actions },
    ],
  });
  const drawing = live(main, {
    seconds: everySeconds, read: () => context.read(path, { q: asked === '' ? undefined : asked, limit: pageSize }),
    draw: (told) => [
      figures(...['valid', 'expired', 'revoked'].map((state) => figure({ label: t(`access.state.${state}`), value: number(told.states[state] ?? 0) }))),
      el('p.note', {}, t(`access.broker.${told.broker}`)),
      told.devices.length === 0 ? (asked === '' ? empty(t('access.device.none'), t('access.device.none.what')) : empty(t('access.noneFound', { text: asked })))
        : card(null, table.show(told.devices), told.next !== undefined && el('p.sub', {}, t('access.moreThan', { n: pageSize }))),
    ],
  });

  function actions(row) {
    return el('span.actions', {},
      el('button.action', { type: 'button', 'data-key': `rotate ${row.user}`, 'aria-label': t('access.rotate.of', { name: row.user }), on: { click: () => rotate(row) } }, t('access.rotate')),
      row.state !== 'revoked' && el('button.action', { type: 'button', 'data-key': `revoke ${row.user}`, 'aria-label': t('access.revoke.of', { name: row.user }), on: { click: () => revoke(row) } }, t('access.revoke')));
  }

  async function add() {
    const { kinds, states } = await context.read(path, { limit: 1 }).catch(() => ({ kinds: [], states: {} }));
    const isFirst = Object.keys(states).length === 0;
    const sort = new Field({ name: 'sort', type: 'select', label: t('access.sort'), value: 'device', options: ['device', 'gateway'].map((value) => ({ value, text: t(`access.sort.${value}`) })) });
    const chosen = el('fieldset.group.kinds', {}, el('legend', {}, t('access.kinds')), el('p.field-hint', {}, t('access.kinds.hint')), el('div.checks', {}, ...kinds.map((kind) => el('label', {}, el('input', { type: 'checkbox', value: kind }), ` ${kind}`))));
    const form = new Form({
      fields: [
        ...(isFirst ? [el('p.note.warn', {}, t('access.device.first'))] : []),
        { name: 'feed', type: 'select', label: t('access.feed'), options: context.feeds.map((feed) => ({ value: feed.id, text: feed.name })), value: context.feed },
        { name: 'id', label: t('access.id'), hint: t('access.id.hint'), required: true }, sort.element,
        { name: 'user', label: t('access.user'), hint: t('access.user.hint') }, chosen,
        { name: 'certificate', type: 'checkbox', label: t('access.certificate'), hint: t('access.certificate.hint') },
        { name: 'expires_at', type: 'datetime-local', label: t('access.expires') },
      ],
      submit: t('access.device.add.do'), cancel: () => dialog.close(),
      send: async ({ feed, id, user, certificate, expires_at: end }) => {
        const picked = [...chosen.querySelectorAll('input:checked')].map((input) => input.value);
        const { body } = await context.send('POST', path, {
          feed, id, ...(user.trim() === '' ? {} : { user: user.trim() }), ...(picked.length === 0 ? {} : { kinds: picked }), gateway: sort.value === 'gateway', certificate, ...(end === '' ? {} : { expires_at: fromLocal(end) }),
        });
        dialog.close();
        tell(body, t('access.device.added'));
      },
    });
    const dialog = openDialog({ title: t('access.device.add'), body: [form.element] });
    form.focus();
  }

  async function rotate(row) {
    if (!(await confirm({ title: t('access.rotate.ask', { name: row.user }), text: t('access.device.rotate.what'), action: t('access.rotate'), isDangerous: true }))) return;
    try {
      const { body } = await context.send('POST', `${path}/${encodeURIComponent(row.user)}/rotate`, {});
      tell(body, t('access.rotated'));
    } catch (error) {
      context.say(error.message);
    }
  }

  async function revoke(row) {
    if (!(await confirm({ title: t('access.revoke.ask', { name: row.user }), text: t('access.device.revoke.what'), action: t('access.revoke'), isDangerous: true }))) return;
    try {
      await context.send('DELETE', `${path}/${encodeURIComponent(row.user)}`);
      context.say(t('access.revoked', { name: row.user }));
    } catch (error) {
      context.say(error.message);
    }
    drawing.again();
  }

  /** The one time that the password is seen. */
  function tell({ device, password, topics }, title) {
    drawing.again();
    showSecret({
      title, rows: [[t('access.user'), device.user], ...(password === undefined ? [] : [[t('access.password'), password]])],
      more: [el('h3', {}, t('access.topics')), el('ul.topics', {}, ...topics.map((topic) => el('li', {}, el('code', {}, topic))))],
    });
  }

  return () => {
    clearTimeout(wait);
    drawing.close();
  };
}
