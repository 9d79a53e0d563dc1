import { el } from '../../app/dom.js';
import { dateTime, time, timeWithSeconds } from '../../app/format.js';
import { hasText, t } from '../../app/texts.js';
import { difference } from '../parts/difference.js';
import { Field } from '../parts/form.js';
import { live } from '../parts/live.js';
import { chip } from '../parts/parts.js';
import { empty } from '../parts/states.js';
import { inLanguage } from './alerts/words.js';

const everySeconds = 15;
const most = 500;
const kinds = ['alert', 'change', 'static', 'key', 'device', 'session'];
const tones = { add: 'good', create: 'good', confirm: 'good', end: 'warn', role: 'warn', dismiss: 'warn', rolled_back: 'warn', revoke: 'bad', failed: 'bad', blocked: 'bad' };

/** Who changed what, with what it said before and after. */
export const page = { name: 'audit', group: 'hub', role: 'admin', open };

function open(main, context) {
  const filter = { of: context.parameters.of ?? '', text: context.parameters.text ?? '', feed: '' };
  let entries = [];
  const place = el('div.audit');
  const keep = () => {
    context.keep({ of: filter.of, text: filter.text });
    show();
  };
  const fields = [
    new Field({ name: 'of', type: 'select', label: t('audit.of'), value: filter.of, options: [{ value: '', text: t('audit.of.all') }, ...kinds.map((kind) => ({ value: kind, text: t(`audit.of.${kind}`) }))], changed: (value) => { filter.of = value; keep(); } }),
    new Field({ name: 'text', type: 'search', label: t('audit.text'), value: filter.text, changed: (value) => { filter.text = value; keep(); } }),
    new Field({ name: 'feed', type: 'select', label: t('audit.feed'), value: '', options: [{ value: '', text: t('audit.feed.all') }, ...context.feeds.map((feed) => ({ value: feed.id, text: feed.name }))], changed: (value) => { filter.feed = value; show(); } }),
  ];
  main.append(el('div.toolbar.filters', {}, ...fields.map((field) => field.element),
    el('a.action', { href: '/v1/audit/export', download: 'audit.jsonl', title: t('audit.export.why') }, t('audit.export'))));
  const drawing = live(main, {
    seconds: everySeconds, read: async () => (await context.read('/v1/audit', { limit: most })).entries,
    draw: (told) => {
      entries = told;
      show();
      return [place];
    },
  });

  function show() {
    const text = filter.text.trim().toLowerCase();
    const shown = entries.filter((entry) => (filter.of === '' || entry.of === filter.of) && (filter.feed === '' || entry.feed === undefined || entry.feed === filter.feed)
      && (text === '' || `${entry.who} ${entry.id} ${entry.what} ${JSON.stringify(entry.before ?? '')} ${JSON.stringify(entry.after ?? '')}`.toLowerCase().includes(text)));
    const unfolded = new Set([...place.querySelectorAll('details[open]')].map((details) => details.dataset.key));
    const focused = place.contains(document.activeElement) ? document.activeElement.closest('[data-key]')?.dataset.key : undefined;
    place.replaceChildren(shown.length === 0
      ? empty(t('audit.none'), t(entries.length === 0 ? 'audit.none.what' : 'audit.none.filter'))
      : el('ol.card.audit-list', {}, ...byDay(shown)));
    for (const details of place.querySelectorAll('details')) details.open = unfolded.has(details.dataset.key);
    if (focused !== undefined) place.querySelector(`[data-key="${CSS.escape(focused)}"] summary`)?.focus({ preventScroll: true });
  }

  return () => drawing.close();
}

/** The entries, with the day where another begins. */
function byDay(entries) {
  let day = null;
  return entries.flatMap((entry) => {
    const on = dateTime(entry.at).replace(time(entry.at), '').replace(/[,\s]+$/, '');
    const heading = on === day ? [] : [el('li.day', {}, el('h2', {}, on))];
    day = on;
    return [...heading, el('li', {}, entryOf(entry))];
  });
}

const entryOf = (entry) => el('details.fold.entry', { 'data-key': `${entry.at} ${entry.of} ${entry.id} ${entry.what}` },
  el('summary', {},
    el('span.at', {}, timeWithSeconds(entry.at)), el('strong', {}, entry.who), chip(tones[entry.what] ?? 'plain', whatText(entry.what)),
    el('span', {}, t(`audit.of.${entry.of}`)), el('span.grow.id', {}, nameOf(entry)), entry.feed !== undefined && el('span.sub', {}, entry.feed)),
  difference(entry.before ?? null, entry.after ?? null, tell));

const whatText = (what) => (hasText(`audit.what.${what}`) ? t(`audit.what.${what}`) : what.replaceAll('_', ' '));

/** What people call it, beside its id. */
function nameOf(entry) {
  const said = entry.after ?? entry.before ?? {};
  const name = said.name ?? inLanguage(said.header_text)?.text ?? (said.kind === undefined ? undefined : [said.kind.replaceAll('_', ' '), said.trip_id ?? said.device_id ?? said.vehicle_id].filter(Boolean).join(' '));
  return name === undefined ? entry.id : `${name} (${entry.id})`;
}

/** A moment as such, and anything else as it is. */
const tell = (path, text) => (/(_at|\.start|\.end|^at)$/.test(path) && /^\d{9,10}(\.\d+)?$/.test(text) ? dateTime(Number(text)) : text);
