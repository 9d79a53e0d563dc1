import { el } from '../app/dom.js';
import { t } from '../app/texts.js';
import { Form } from './parts/form.js';

/** The page that asks who sits here. After it the page that was asked for is shown. */
export class SignIn {
  #session;

  constructor(session) {
    this.#session = session;
  }

  open(main) {
    const form = new Form({
      fields: [
        { name: 'name', label: t('signIn.name'), autocomplete: 'username', required: true },
        { name: 'password', label: t('signIn.password'), type: 'password', autocomplete: 'current-password', required: true },
      ],
      submit: t('signIn.submit'),
      send: ({ name, password }) => this.#session.signIn(name, password),
      explain: (error) => (error.status === 401 ? t('signIn.wrong') : undefined),
    });
    main.replaceChildren(el('section.card.sign-in', {}, el('h2', {}, t('signIn.title')), el('p.lead', {}, t('signIn.why')), ...this.#otherWays(), form.element));
    form.focus();
    return () => {};
  }

  /** Ways in that another place asks for the password, such as the firm's own sign-in. */
  #otherWays() {
    return (this.#session.told.ways ?? []).filter((way) => way.url).map((way) => el('a.action.primary', { href: way.url }, t('signIn.with', { name: way.name ?? way.id })));
  }
}
