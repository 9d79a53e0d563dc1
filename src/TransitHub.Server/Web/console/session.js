import { read, send } from './hub.js';

const ranks = { viewer: 1, operator: 2, admin: 3 };

/** Who sits here, and what they may. It says 'changed' when somebody signed in or out, or was signed out. */
export class Session extends EventTarget {
  name = null;

  /** "viewer", "operator", "admin"; null: nobody signed in. */
  role = null;

  /** As /v1/session tells it: how they came in, until when, and which ways in there are. */
  told = {};

  /** True: they have the role, or a higher one. */
  may(role) {
    return ranks[this.role] >= ranks[role];
  }

  async look() {
    this.#take(await read('/v1/session').catch((error) => {
      // A hub without sessions serves the console to its own machine alone.
      if (error.status === 404) return { name: 'local', role: 'admin', how: 'local' };
      throw error;
    }));
  }

  /** Throws a HubError that says why not. */
  async signIn(name, password) {
    await send('POST', '/v1/session', { name, password });
    await this.look();
  }

  async signOut() {
    await send('DELETE', '/v1/session');
    await this.look();
  }

  #take(told) {
    const was = `${this.name} ${this.role}`;
    this.told = told ?? {};
    this.name = this.told.name ?? null;
    this.role = this.told.role ?? null;
    if (was !== `${this.name} ${this.role}`) this.dispatchEvent(new Event('changed'));
  }
}
