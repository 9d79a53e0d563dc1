import { read, send } from './hub.js';

const ranks = { viewer: 1, operator: 2, admin: 3 };

/**
 * Who sits here, and what they may. It says 'changed' when somebody signed in or out, or was signed out; and 'lapsed' when nothing of that happened but a provider
 * has to say again that they have their role: who it is stays, until `look` finds otherwise.
 */
export class Session extends EventTarget {
  name = null;

  /** "viewer", "operator", "admin"; null: nobody signed in. */
  role = null;

  /** As /v1/session tells it: how they came in (way), until when (ends_at), and which ways in there are. */
  told = {};

  /** True: they have the role, or a higher one. */
  may(role) {
    return ranks[this.role] >= ranks[role];
  }

  async look() {
    this.#take(await read('/v1/session'));
  }

  /** Throws a HubError that says why not. */
  async signIn(name, password) {
    this.#take((await send('POST', '/v1/session', { name, password })).body);
  }

  /** Goes on to the provider's own sign-out page, where there is one. */
  async signOut() {
    const { body } = await send('DELETE', '/v1/session');
    if (body.continue_at !== undefined) location.assign(body.continue_at);
    else this.#take(body);
  }

  #take(told) {
    const hasLapsed = told.signed_in === false && told.renew_at !== undefined;
    if (hasLapsed && this.role !== null) {
      this.dispatchEvent(new CustomEvent('lapsed', { detail: told.renew_at }));
      return;
    }
    const was = `${this.name} ${this.role}`;
    this.told = told;
    this.name = told.name ?? null;
    this.role = told.role ?? null;
    if (was !== `${this.name} ${this.role}`) this.dispatchEvent(new Event('changed'));
  }
}
