/** The vehicles as the stream tells them, by id. Events: "changed" with the ids of those that changed, "reset". */
export class Vehicles extends EventTarget {
  #byId = new Map();
  #pending = null;

  get size() {
    return this.#byId.size;
  }

  get(id) {
    return this.#byId.get(id);
  }

  all() {
    return this.#byId.values();
  }

  /** Unix seconds of the newest report by the hub's clock; null when there is no vehicle. */
  newest = null;

  clear() {
    this.#byId.clear();
    this.#pending = null;
    this.newest = null;
    this.dispatchEvent(new Event('reset'));
  }

  /** Takes one event of the stream. */
  take(kind, batch) {
    if (kind === 'heartbeat') return;
    if (kind === 'snapshot') this.#pending ??= new Set();
    const removed = [];
    for (const id of batch.removed_vehicle_ids) {
      if (this.#byId.delete(id)) removed.push(id);
    }
    for (const vehicle of batch.vehicles) {
      this.#byId.set(vehicle.id, vehicle);
      this.#pending?.add(vehicle.id);
      if (this.newest === null || vehicle.received_at > this.newest) this.newest = vehicle.received_at;
    }
    if (kind === 'snapshot' && batch.last) {
      for (const id of [...this.#byId.keys()]) {
        if (!this.#pending.has(id)) {
          this.#byId.delete(id);
          removed.push(id);
        }
      }
      this.#pending = null;
    }
    this.dispatchEvent(new CustomEvent('changed', { detail: { changed: batch.vehicles, removed } }));
  }
}
