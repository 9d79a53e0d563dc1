/**
 * The hub's clock as its events tell it. It is not the device's: that may be wrong, and a simulated city's may run many
 * times as fast.
 */
export class HubClock {
  /** Seconds of the device's clock after which a new pair of readings tells the hub's tempo. */
  static #tempoSeconds = 5;

  #now;
  #tempo = 1;
  #from = null;
  #last = null;

  /** @param {() => number} now milliseconds of a clock that never jumps */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** True once an event told the time. */
  get isSet() {
    return this.#last !== null;
  }

  /** Hub seconds that pass in one second. */
  get tempo() {
    return this.#tempo;
  }

  /** An event says what the hub's clock was when it was sent. */
  tell(hubSeconds) {
    const reading = { at: this.#now() / 1000, hub: hubSeconds };
    if (this.#from === null || hubSeconds < this.#from.hub) this.#from = reading;
    const elapsed = reading.at - this.#from.at;
    if (elapsed >= HubClock.#tempoSeconds) {
      const tempo = (reading.hub - this.#from.hub) / elapsed;
      // Within a tenth it is the network's unsteadiness, not a faster clock.
      this.#tempo = Math.abs(tempo - 1) < 0.1 ? 1 : Math.min(Math.max(tempo, 0), 1000);
      this.#from = reading;
    }
    this.#last = reading;
  }

  /** Unix seconds of the hub's clock now; the device's own before the first event. */
  now() {
    return this.#last === null ? Date.now() / 1000 : this.#last.hub + (this.#now() / 1000 - this.#last.at) * this.#tempo;
  }
}
