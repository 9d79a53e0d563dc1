import { el } from '../app/dom.js';
import { duration } from '../app/format.js';
import { t } from '../app/texts.js';
import { Form } from './parts/form.js';

/** The page that asks who sits here. After it the page that was asked for is shown. */
export class SignIn {
  #session;

  constructor(session) {
    this.#session = session;
  }

  open(main) {
    const { ways, remedy } = this.#session.told;
    const form = ways?.password === true ? this.#form() : null;
    main.replaceChildren(el('section.card.sign-in', {}, el('h2', {}, t('signIn.title')), el('p.lead', {}, t('signIn.why')),
      remedy !== undefined && el('p.note.warn', {}, remedy), ...(ways?.providers ?? []).map(providerLink), form?.element));
    form?.focus();
    return () => {};
  }

  #form() {
    return new Form({
      fields: [
        { name: 'name', label: t('signIn.name'), autocomplete: 'username', required: true },
        { name: 'password', label: t('signIn.password'), type: 'password', autocomplete: 'current-password', required: true },
      ],
      submit: t('signIn.submit'),
      send: ({ name, password }) => this.#session.signIn(name, password),
      explain: (error) => (error.status === 401 ? t('signIn.wrong') : error.status === 429 ? t('signIn.wait', { time: duration(error.retryAfter ?? 60) }) : undefined),
    });
  }
}

/** Another place asks for the password, and brings who signed in back to this page. */
const providerLink = ({ name, href }) =>
  el('a.action.primary', { href: `${href}?return=${encodeURIComponent(`${location.pathname}${location.hash}`)}` }, t('signIn.with', { name }));
