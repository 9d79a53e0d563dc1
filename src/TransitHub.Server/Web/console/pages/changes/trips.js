/** What /v1/trips tells of trips, by id, each asked for once; null: it is not known. */
export class Trips extends Map {
  #context;

  constructor(context) {
    super();
    this.#context = context;
  }

  /** Asks for a trip unless it was asked for. */
  async load(id) {
    if (!this.has(id)) this.set(id, await this.#context.read(`/v1/trips/${encodeURIComponent(id)}`, { feed: this.#context.feed }).catch(() => null));
    return this.get(id);
  }
}
