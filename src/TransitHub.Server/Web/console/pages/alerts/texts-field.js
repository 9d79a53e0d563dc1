import { el } from '../../../app/dom.js';
import { t } from '../../../app/texts.js';
import { Field } from '../../parts/form.js';
import { languageName } from './words.js';

/** Header and description in each language of the feed; more languages can be added. */
export class Texts {
  #languages = new Map();
  #list = el('div.languages');
  #error = el('p.field-error', { hidden: true });
  #changed;

  constructor({ languages, alert, changed }) {
    this.#changed = changed;
    const more = new Field({ name: 'language', label: t('alertsPage.language.add'), hint: t('alertsPage.language.hint') });
    const button = el('button.action', { type: 'button', on: { click: () => {
      const tag = more.value.trim();
      if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/.test(tag)) {
        more.complain(t('alertsPage.language.wrong'));
        return;
      }
      this.#add(tag, {}).focus();
      more.value = '';
      this.#changed();
    } } }, t('alertsPage.language.do'));
    this.element = el('fieldset.group', {}, el('legend', {}, t('alertsPage.texts')), this.#list, this.#error,
      el('details.fold', {}, el('summary', {}, t('alertsPage.language.more')), el('div.add-language', {}, more.element, button)));
    const known = [...new Set([...languages, ...Object.keys(alert.header_text ?? {})])];
    for (const language of known.length > 0 ? known : ['en']) this.#add(language, { header: alert.header_text?.[language], description: alert.description_text?.[language] });
  }

  /** { header_text, description_text }: languages without any text are left out. */
  get value() {
    const of = (name) => Object.fromEntries([...this.#languages].map(([language, fields]) => [language, fields[name].value.trim()]).filter(([, text]) => text !== ''));
    const [header, description] = [of('header'), of('description')];
    return { header_text: header, ...(Object.keys(description).length === 0 ? {} : { description_text: description }) };
  }

  /** What the hub says of header_text.th, or of description_text as a whole. */
  complain(name, text) {
    const [field, language] = name.split('.');
    const fields = this.#languages.get(language);
    if (fields !== undefined && text !== null) {
      fields[field === 'header_text' ? 'header' : 'description'].complain(text);
      return;
    }
    this.#error.hidden = text === null;
    this.#error.textContent = text ?? '';
  }

  focus() {
    [...this.#languages.values()][0].header.input.focus();
  }

  #add(language, { header, description }) {
    const fields = {
      header: new Field({ name: `header_text.${language}`, label: t('alertsPage.header'), lang: language, value: header ?? '', required: this.#languages.size === 0, changed: () => this.#changed() }),
      description: new Field({ name: `description_text.${language}`, type: 'textarea', rows: 3, label: t('alertsPage.description'), lang: language, value: description ?? '', changed: () => this.#changed() }),
    };
    this.#languages.set(language, fields);
    this.#list.append(el('div.language', { role: 'group', 'aria-label': languageName(language) }, el('h3', { lang: language }, languageName(language)), fields.header.element, fields.description.element));
    return fields.header.input;
  }
}
