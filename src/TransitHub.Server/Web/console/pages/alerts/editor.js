import { el } from '../../../app/dom.js';
import { settings } from '../../../app/settings.js';
import { t } from '../../../app/texts.js';
import { Field } from '../../parts/form.js';
import { card } from '../../parts/parts.js';
import { Entities } from './entities.js';
import { Periods } from './periods.js';
import { preview } from './preview.js';
import { Texts } from './texts-field.js';
import { causes, effects, severities, wordOf } from './words.js';

/** Writes an alert, beside what riders will see of it. What it says is kept in the draft at each change. */
export class AlertEditor {
  #of;
  #draft;
  #parts;
  #preview = el('div.preview-body');
  #problem = el('div.form-problem', { role: 'alert' });
  #button;

  /** @param {{ context: object, network: Network, draft: object, done: (text: string | null) => void }} of */
  constructor(of) {
    this.#of = of;
    this.#draft = of.draft;
    const { alert } = of.draft;
    const changed = () => this.#take();
    this.#parts = {
      entities: new Entities({ context: of.context, network: of.network, entities: alert.informed_entities ?? [], changed }),
      effect: selectOf('effect', effects, alert.effect, changed),
      cause: selectOf('cause', causes, alert.cause, changed),
      severity_level: selectOf('severity', severities, alert.severity_level, changed),
      texts: new Texts({ languages: languagesOf(of.network), alert, changed }),
      url: new Field({ name: 'url', type: 'url', label: t('alertsPage.url'), hint: t('alertsPage.url.hint'), value: Object.values(alert.url ?? {})[0] ?? '', changed }),
      periods: new Periods({ periods: alert.active_periods ?? [], changed }),
    };
    this.#button = el('button.action.primary', { type: 'submit', 'data-key': 'publish' }, t(of.draft.id === null ? 'alertsPage.publish' : 'alertsPage.save'));
    this.element = this.#draw();
    this.#show();
  }

  focus() {
    this.#parts.entities.focus();
  }

  #draw() {
    const { entities, effect, cause, severity_level: severity, texts, url, periods } = this.#parts;
    const isNew = this.#draft.id === null;
    return el('div.editor', {},
      card(t(isNew ? 'alertsPage.new' : 'alertsPage.editing'),
        !isNew && this.#draft.source !== 'operator' && el('p.note.warn', {}, t('alertsPage.editing.automatic')),
        el('form.form', { noValidate: true, on: { submit: (event) => this.#submit(event) } },
          entities.element, el('div.three', {}, effect.element, cause.element, severity.element), texts.element, url.element, periods.element, this.#problem,
          el('p.actions', {}, this.#button, el('button.action', { type: 'button', on: { click: () => this.#of.done(null) } }, t('alertsPage.discard'))))),
      el('section.card.preview', { 'aria-label': t('alertsPage.preview') }, el('h2', {}, t('alertsPage.preview')), this.#preview));
  }

  /** What is written now, as the API takes it. What this page has no field for stays as it was. */
  get #alert() {
    const { entities, effect, cause, severity_level: severity, texts, url, periods } = this.#parts;
    const written = texts.value;
    const link = url.value.trim();
    const languages = Object.keys(written.header_text);
    return {
      ...this.#draft.alert, ...written,
      description_text: written.description_text, informed_entities: entities.value, active_periods: periods.value,
      effect: effect.value || undefined, cause: cause.value || undefined, severity_level: severity.value || undefined,
      url: link === '' ? undefined : Object.fromEntries((languages.length === 0 ? ['en'] : languages).map((language) => [language, link])),
    };
  }

  #take() {
    this.#draft.alert = this.#alert;
    this.#show();
  }

  #show() {
    this.#preview.replaceChildren(...preview({ ...this.#alert }, this.#of.network));
  }

  async #submit(event) {
    event.preventDefault();
    this.#problem.replaceChildren();
    this.#clear();
    this.#button.disabled = true;
    try {
      await this.#send(this.#draft.tag);
      this.#of.done(t(this.#draft.id === null ? 'alertsPage.published' : 'alertsPage.saved'));
    } catch (error) {
      if (error.status === undefined) throw error;
      if (error.status === 412) await this.#tellConflict();
      else this.#explain(error);
    } finally {
      this.#button.disabled = false;
    }
  }

  #send(tag) {
    const { context } = this.#of;
    const path = `/v1/feeds/${encodeURIComponent(context.feed)}/alerts`;
    return this.#draft.id === null ? context.send('POST', path, this.#alert)
      : context.send('PUT', `${path}/${encodeURIComponent(this.#draft.id)}`, this.#alert, { 'if-match': tag });
  }

  /** Somebody changed it meanwhile: what they wrote, or this one over it, on purpose. */
  async #tellConflict() {
    const { context } = this.#of;
    const { body, tag } = await context.readTagged(`/v1/feeds/${encodeURIComponent(context.feed)}/alerts/${encodeURIComponent(this.#draft.id)}`);
    this.#problem.replaceChildren(el('p', {}, t('alertsPage.changedBy', { who: body.updated_by })), el('p.actions', {},
      el('button.action', { type: 'button', on: { click: () => {
        Object.assign(this.#draft, { tag, alert: body.alert });
        const next = new AlertEditor(this.#of);
        this.element.replaceWith(next.element);
        next.focus();
      } } }, t('alertsPage.theirs')),
      el('button.action.danger', { type: 'button', on: { click: (event) => {
        this.#draft.tag = tag;
        this.#submit(event);
      } } }, t('alertsPage.mine'))));
  }

  #clear() {
    const { entities, texts, periods, url } = this.#parts;
    entities.complain(null);
    texts.complain('', null);
    periods.complain('', null);
    url.complain(null);
  }

  /** Says at each field what the hub says of it; what has no field here is listed. */
  #explain(error) {
    const rest = [];
    let first = null;
    for (const [name, said] of Object.entries(error.errors ?? {})) {
      const text = [said].flat().join(' ');
      const part = this.#partOf(name);
      if (part === null) rest.push(`${name}: ${text}`);
      else part.complain(text);
      first ??= part;
    }
    const all = Object.keys(error.errors ?? {}).length;
    this.#problem.replaceChildren(el('p', {}, error.status === 0 ? t('part.offline.what') : all > 0 ? t('part.notRight') : error.detail ?? t('part.failed.what', { status: error.status })), ...rest.map((line) => el('p.sub', {}, line)));
    first?.focus();
  }

  #partOf(name) {
    const { entities, texts, periods, url } = this.#parts;
    if (name.startsWith('informed_entities')) return { complain: (text) => entities.complain(`${name.replace('informed_entities', '')} ${text}`.trim()), focus: () => entities.focus() };
    if (name.startsWith('header_text') || name.startsWith('description_text')) return { complain: (text) => texts.complain(name, text), focus: () => texts.focus() };
    if (name.startsWith('active_periods')) return { complain: (text) => periods.complain(name, text), focus: () => periods.focus() };
    if (name.startsWith('url')) return { complain: (text) => url.complain(text), focus: () => url.input.focus() };
    const field = ['effect', 'cause', 'severity_level'].includes(name) ? this.#parts[name] : null;
    return field === null ? null : { complain: (text) => field.complain(text), focus: () => field.input.focus() };
  }
}

const selectOf = (kind, words, value, changed) => new Field({
  name: kind === 'severity' ? 'severity_level' : kind, type: 'select', label: t(`alertsPage.${kind}`), value: value?.startsWith('UNKNOWN_') ? '' : value ?? '', changed,
  options: [{ value: '', text: t('alertsPage.notSaid') }, ...words.map((word) => ({ value: word, text: wordOf(kind, word) }))],
});

/** The languages in which the feed speaks to riders: its own and those that its names are translated into. */
const languagesOf = (network) => [...new Set([network.language, ...network.languages].filter((tag) => tag !== undefined && tag !== '' && tag !== 'mul'))].slice(0, 4).sort((a, b) => Number(b === settings.language) - Number(a === settings.language));
