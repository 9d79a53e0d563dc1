import { el, replace } from '../../app/dom.js';
import { dateTime, number } from '../../app/format.js';
import { hasText, t } from '../../app/texts.js';
import { openDialog } from '../parts/dialog.js';
import { Field, Form } from '../parts/form.js';
import { live } from '../parts/live.js';
import { forgetNetwork } from '../parts/network.js';
import { card, chip } from '../parts/parts.js';
import { empty, failed, working } from '../parts/states.js';
import { day, differenceCards } from './statics/difference.js';
import { openUpload } from './statics/upload.js';

const everySeconds = 5;
const tones = { published: 'good', rolled_back: 'warn', blocked: 'bad', failed: 'bad', refused: 'bad', unchanged: 'plain', uploaded: 'plain' };

/** The versions of the timetable: which one serves, what changed between two, the way back, and the way in for the next. */
export const page = { name: 'statics', group: 'act', role: 'viewer', open };

function open(main, context) {
  const path = `/v1/feeds/${encodeURIComponent(context.feed)}/static`;
  const compared = el('div.compared');
  let shown = { from: context.parameters.from, to: context.parameters.to };
  let asked = 0;
  let served = null;
  let state = null;
  const drawing = live(main, {
    seconds: everySeconds,
    read: async () => {
      const [{ body, tag }, history] = await Promise.all([context.readTagged(path), context.read(`/gtfs/${encodeURIComponent(context.feed)}/history`)]);
      return { ...body, tag, history };
    },
    draw: (told) => {
      state = told;
      tellChange(told);
      if (told.versions.length === 0) return [empty(t('statics.none'), t('statics.none.what'))];
      return [
        told.pending !== undefined && el('p.note.warn', { role: 'status' }, t('statics.pending', { version: versionName(told, told.pending.version), who: told.pending.by, why: told.pending.why })),
        told.stands_instead_of !== undefined && el('p.note.warn', {}, t('statics.pinned')),
        timeline(told), comparison(told), historyCard(told.history),
      ].filter(Boolean);
    },
  });

  /** What took over meanwhile is said, since everything else of the console follows it. */
  function tellChange(told) {
    const now = told.versions.find((version) => version.in_service)?.content_hash ?? null;
    if (served !== null && served !== now) {
      forgetNetwork(context.feed);
      context.say(t('statics.tookOver', { version: versionName(told, now) }));
    }
    served = now;
  }

  /** The newest first; what waits has not served yet. */
  function timeline(told) {
    const versions = told.versions.toSorted((a, b) => servedAt(b) - servedAt(a));
    const mayUpload = told.max_upload_bytes !== undefined && context.session.may('admin');
    return card(null, el('div.card-head', {}, el('h2', {}, t('statics.versions', { n: versions.length })),
      mayUpload && el('button.action', { type: 'button', 'data-key': 'upload', on: { click: () => openUpload({ context, path, mostBytes: told.max_upload_bytes, size, kept: uploaded }) } }, t('statics.upload'))), el('ol.timeline', {}, ...versions.map((version) => el(`li.version${version.in_service ? '.current' : ''}`, {},
      el('div.grow', {},
        el('p.version-name', {}, el('strong', {}, version.version), version.in_service ? chip('good', t('statics.inService')) : version.first_served_at === undefined ? chip('warn', t('statics.waits')) : null),
        el('p.sub', {}, [version.first_served_at !== undefined && t('statics.since', { at: dateTime(version.first_served_at) }), version.start_date !== undefined && t('statics.days', { from: day(version.start_date), to: day(version.end_date) }), size(version.bytes)].filter(Boolean).join(' · '))),
      el('p.actions', {},
        version.first_served_at !== undefined && el('a.action', { href: `/gtfs/${encodeURIComponent(context.feed)}/${version.content_hash}.zip`, 'aria-label': t('statics.download.of', { version: version.version }) }, t('statics.download')),
        !version.in_service && context.session.may('operator') && el('button.action', { type: 'button', 'data-key': `publish ${version.content_hash}`, disabled: told.pending !== undefined, 'aria-label': t('statics.publish.of', { version: version.version }), on: { click: () => publish(version) } }, t('statics.publish')))))));
  }

  function comparison(told) {
    if (told.versions.length < 2) return card(t('statics.compare'), el('p.note', {}, t('statics.compare.one')));
    const current = told.versions[0];
    const from = told.versions.find((version) => version.content_hash === shown.from) ?? told.versions.filter((version) => version !== current).toSorted((a, b) => (b.first_served_at ?? 0) - (a.first_served_at ?? 0))[0];
    const to = told.versions.find((version) => version.content_hash === shown.to) ?? current;
    const options = told.versions.map((version) => ({ value: version.content_hash, text: `${version.version}${version.in_service ? ` (${t('statics.inService')})` : ''}` }));
    const choose = (name) => (value) => {
      shown = { from: from.content_hash, to: to.content_hash, ...shown, [name]: value };
      context.keep(shown);
      compare(shown.from, shown.to);
    };
    if (compared.dataset.of !== `${from.content_hash} ${to.content_hash}` && shown.busy !== true) compare(from.content_hash, to.content_hash);
    const fields = [
      new Field({ name: 'from', type: 'select', label: t('statics.from'), options, value: from.content_hash, changed: choose('from') }),
      new Field({ name: 'to', type: 'select', label: t('statics.to'), options, value: to.content_hash, changed: choose('to') }),
    ];
    for (const field of fields) field.input.dataset.key = `compare ${field.name}`;
    return el('section.compare', {}, el('h2.section', {}, t('statics.compare')), el('div.toolbar', {}, ...fields.map((field) => field.element)), compared);
  }

  async function compare(from, to) {
    asked++;
    const mine = asked;
    compared.dataset.of = `${from} ${to}`;
    replace(compared, working());
    try {
      const told = await comparedOf(from, to, () => mine === asked);
      if (mine === asked) replace(compared, ...differenceCards(told));
    } catch (error) {
      if (mine === asked) replace(compared, failed(error, () => compare(from, to)));
    }
  }

  /** A large feed takes a while: asked again until it is there. */
  async function comparedOf(from, to, isWanted) {
    while (isWanted()) {
      const { status, body } = await context.send('GET', `${path}/${to}/diff?from=${from}`);
      if (status !== 202) return body;
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
    return null;
  }

  /** What was uploaded is shown beside what it would replace. */
  function uploaded(version) {
    const from = state.versions.find((one) => one.in_service)?.content_hash;
    if (version.content_hash !== from) {
      shown = { from, to: version.content_hash };
      context.keep(shown);
    }
    drawing.again();
  }

  function publish(version) {
    const seen = state;
    const form = new Form({
      fields: [el('p', {}, t(version.first_served_at === undefined ? 'statics.publish.first' : 'statics.publish.what', { now: seen.versions[0].version, next: version.version })), { name: 'reason', label: t('statics.reason'), hint: t('statics.reason.hint'), required: true, type: 'textarea', rows: 2 }],
      submit: t('statics.publish.do', { version: version.version }), danger: true, cancel: () => dialog.close(),
      explain: (error) => (error.status === 412 ? t('statics.meanwhile') : undefined),
      send: async ({ reason }) => {
        const { status } = await context.send('POST', `${path}/${version.content_hash}/publish`, { reason }, { 'if-match': seen.tag });
        dialog.close();
        if (status === 202) context.say(t('statics.going'));
        drawing.again();
      },
    });
    const dialog = openDialog({ title: t('statics.publish.ask', { version: version.version }), body: [form.element] });
    if (!seen.can_publish) form.element.before(el('p.note.warn', {}, t('statics.scaled')));
    form.focus();
  }

  return () => {
    asked++;
    drawing.close();
  };
}

const servedAt = (version) => version.first_served_at ?? Infinity;

const versionName = (told, hash) => told.versions.find((version) => version.content_hash === hash)?.version ?? hash ?? '?';

const size = (bytes) => (bytes >= 1e6 ? t('statics.mb', { n: number(Math.round(bytes / 1e5) / 10) }) : t('statics.kb', { n: number(Math.max(1, Math.round(bytes / 1000))) }));

const historyCard = (history) => card(t('statics.history'), history.length === 0 ? el('p.note', {}, t('statics.history.none')) : el('ol.events', {}, ...history.slice(0, 50).map((event) => el('li', {},
  el('span.at', {}, dateTime(event.at)), chip(tones[event.outcome] ?? 'plain', hasText(`audit.what.${event.outcome}`) ? t(`audit.what.${event.outcome}`) : event.outcome), el('strong', {}, event.version ?? '?'),
  el('span.grow', {}, event.by === 'source' ? t('statics.bySource') : t('statics.byWhom', { who: event.by, why: event.bytes === undefined ? event.why : size(event.bytes) }), event.reasons.length > 0 && el('span.sub', {}, event.reasons.join(' ')))))));
