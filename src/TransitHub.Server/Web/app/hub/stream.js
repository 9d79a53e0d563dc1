import { read } from './api.js';

/** Longest silence of a live line: the hub's heartbeats come every 10 seconds unless it is told otherwise. */
const silenceSeconds = 45;
const retrySeconds = [1, 2, 4, 8, 15];
const notReadySeconds = 2;

/**
 * The line to the hub. It looks which feeds there are, opens the stream of one, and after any failure tries again, resuming
 * from where it was. Events: "state", "feeds", "feed" (before the first events of it), "batch".
 */
export class HubStream extends EventTarget {
  /** connecting, live, notReady, noFeed or offline */
  state = 'connecting';
  /** Feeds as /v1/feeds lists them. */
  feeds = [];
  /** The feed shown. */
  feed = null;
  /** performance.now() of the next attempt while offline. */
  retryAt = 0;
  #wanted;
  #source = null;
  #cursor = null;
  #failures = 0;
  #timer = 0;
  #attempt = 0;

  constructor(wantedFeed) {
    super();
    this.#wanted = wantedFeed;
    addEventListener('online', () => this.state === 'offline' && this.connect());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.state === 'offline' && this.connect());
  }

  /** Shows another feed. */
  choose(feedId) {
    this.#wanted = feedId;
    this.#cursor = null;
    this.feed = null;
    this.connect();
  }

  /** Connects now. */
  async connect() {
    const attempt = ++this.#attempt;
    this.#close();
    if (this.state !== 'offline' && this.state !== 'notReady') this.#become('connecting');
    let feeds;
    try {
      feeds = await read('/v1/feeds');
    } catch {
      if (attempt === this.#attempt) this.#fail();
      return;
    }
    if (attempt !== this.#attempt) return;
    this.feeds = feeds;
    this.dispatchEvent(new Event('feeds'));
    const feed = this.#wanted === null ? feeds[0] : feeds.find((f) => f.id === this.#wanted);
    if (feed === undefined) {
      this.#become('noFeed');
      return;
    }
    const isNew = this.feed === null || this.feed.id !== feed.id || this.feed.static_version !== feed.static_version;
    this.feed = feed;
    if (isNew) this.dispatchEvent(new Event('feed'));
    if (!feed.ready) {
      this.#failures = 0;
      this.#become('notReady');
      this.#timer = setTimeout(() => this.connect(), notReadySeconds * 1000);
      return;
    }
    this.#open(feed);
  }

  #open(feed) {
    const query = new URLSearchParams({ feed: feed.id, kinds: 'vehicle,crowding', form: 'brief', min_interval_ms: '500' });
    if (this.#cursor) query.set('cursor', this.#cursor);
    const source = new EventSource(`/v1/stream?${query}`);
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.#watch();
      this.#become('live');
    };
    source.onerror = () => source === this.#source && this.#fail();
    for (const kind of ['snapshot', 'changes', 'heartbeat']) {
      source.addEventListener(kind, (event) => {
        const batch = JSON.parse(event.data);
        if (batch.cursor) this.#cursor = batch.cursor;
        this.#watch();
        this.dispatchEvent(new CustomEvent('batch', { detail: { kind, batch } }));
      });
    }
  }

  /** A line that is dead without a word, as after a sleep, is noticed by its silence. */
  #watch() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail(), silenceSeconds * 1000);
  }

  #fail() {
    this.#close();
    const seconds = retrySeconds[Math.min(this.#failures++, retrySeconds.length - 1)];
    this.retryAt = performance.now() + seconds * 1000;
    this.#timer = setTimeout(() => this.connect(), seconds * 1000);
    this.#become('offline');
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }
}
