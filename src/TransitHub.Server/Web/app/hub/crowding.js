/** How full it is at stops as the stream tells it, by stop id. Events: "changed". */
export class Crowding extends EventTarget {
  #byStop = new Map();
  #pending = null;

  get size() {
    return this.#byStop.size;
  }

  get(stopId) {
    return this.#byStop.get(stopId);
  }

  all() {
    return this.#byStop.values();
  }

  clear() {
    this.#byStop.clear();
    this.#pending = null;
    this.dispatchEvent(new Event('changed'));
  }

  /** Takes one event of the stream. */
  take(kind, batch) {
    if (kind === 'heartbeat') return;
    if (kind === 'snapshot') this.#pending ??= new Set();
    let changes = batch.crowding.length;
    for (const id of batch.removed_crowding_stop_ids) changes += this.#byStop.delete(id) ? 1 : 0;
    for (const stop of batch.crowding) {
      this.#byStop.set(stop.stop_id, stop);
      this.#pending?.add(stop.stop_id);
    }
    if (kind === 'snapshot' && batch.last) {
      for (const id of [...this.#byStop.keys()]) {
        if (!this.#pending.has(id)) changes += this.#byStop.delete(id) ? 1 : 0;
      }
      this.#pending = null;
    }
    if (changes > 0) this.dispatchEvent(new Event('changed'));
  }
}

/** Levels from nobody to no room; what is not known has no place among them. */
export const levels = ['empty', 'light', 'busy', 'crowded', 'full'];

/** Figures of three that a level fills: told by form, so that nobody needs to tell the colors apart. */
export const figuresOf = (level) => ({ empty: 0, light: 1, busy: 2, crowded: 3, full: 3 })[level] ?? 0;
