const windowSeconds = 60;

/** How much a feed takes and refuses a minute, of what its counters did in the last minute that somebody looked. */
export class Rates {
  #seen = [];

  take(feeds) {
    const at = performance.now() / 1000;
    this.#seen.push({ at, feeds: new Map(feeds.map((feed) => [feed.id, feed])) });
    this.#seen = this.#seen.filter((one) => at - one.at <= windowSeconds);
  }

  /** A minute's worth of a counter; null: not known yet. A counter that fell began anew with its hub. */
  of(feed, counter) {
    const first = this.#seen[0];
    const last = this.#seen.at(-1);
    const before = first.feeds.get(feed.id)?.[counter];
    if (before === undefined || last.at - first.at < 1 || feed[counter] < before) return null;
    return ((feed[counter] - before) * 60) / (last.at - first.at);
  }
}
