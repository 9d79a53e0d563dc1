import { el, replace } from './dom.js';
import { number, timeWithSeconds, zone } from './format.js';
import { read } from './hub/api.js';
import { t } from './texts.js';

/** Without a report for so many seconds of the hub the whole picture is old, and says so. */
export const staleSeconds = 60;

/** Tells in one line whether what is shown is true now, and if not, since when. */
export class StateLine {
  #element;
  #stream;
  #vehicles;
  #clock;
  #shown = '';
  #broker = null;

  constructor(element, { stream, vehicles, clock }) {
    this.#element = element;
    this.#stream = stream;
    this.#vehicles = vehicles;
    this.#clock = clock;
    stream.addEventListener('state', () => this.show());
  }

  /** connecting, live, empty, stale, offline, notReady or noFeed */
  get kind() {
    const state = this.#stream.state;
    if (state !== 'live') return state;
    if (this.#vehicles.size === 0) return this.#clock.isSet ? 'empty' : 'connecting';
    return this.#clock.now() - this.#vehicles.newest > staleSeconds ? 'stale' : 'live';
  }

  show() {
    const kind = this.kind;
    const now = this.#clock.now();
    document.documentElement.dataset.state = kind;
    const at = this.#vehicles.newest === null ? {} : { time: timeWithSeconds(this.#vehicles.newest), zone: zone(this.#vehicles.newest) };
    const content = {
      connecting: () => [t('state.connecting')],
      live: () => [t(this.#vehicles.size === 1 ? 'state.live.one' : 'state.live', { vehicles: number(this.#vehicles.size), time: timeWithSeconds(now), zone: zone(now) })],
      empty: () => [t('state.empty'), this.#howToSend()],
      stale: () => [t('state.stale', at)],
      offline: () => this.#offline(at),
      notReady: () => [t('state.notReady'), el('span.sub', {}, this.#stream.feed?.not_ready_reason ?? '')],
      noFeed: () => [t('state.noFeed')],
    }[kind]();
    // The seconds tick for the eye; a screen reader is told when the kind of state changes.
    this.#element.setAttribute('aria-live', kind === this.#shown ? 'off' : 'polite');
    this.#shown = kind;
    this.#element.dataset.kind = kind;
    replace(this.#element, el('span.dot'), el('span.words', {}, ...content.map((part) => (typeof part === 'string' ? el('span', {}, part) : part))));
  }

  #offline(at) {
    const seconds = Math.max(0, Math.ceil((this.#stream.retryAt - performance.now()) / 1000));
    return [
      t('state.offline'),
      el('span.sub', {}, at.time === undefined ? '' : `${t('state.offline.since', at)} `, seconds > 0 ? t('state.retry', { n: seconds }) : t('state.connecting')),
      el('button.action', { type: 'button', 'data-key': 'retry', on: { click: () => this.#stream.connect() } }, t('state.retry.now')),
    ];
  }

  /** The command that sends a first position, with the broker that the hub says it has. */
  #howToSend() {
    if (this.#broker === null) {
      this.#broker = `-h ${location.hostname} -p 1883`;
      read('/readyz').then((parts) => {
        const found = parts.map((part) => /^mqtt (?:mqtts?:\/\/)?(?:[^@]*@)?\[?([^\]]+?)\]?:(\d+)/.exec(part.part)).find((match) => match !== null);
        if (found) this.#broker = `-h ${found[1]} -p ${found[2]}`;
        this.show();
      }).catch(() => {});
    }
    const feed = this.#stream.feed?.id ?? 'default';
    return el('span.how', {}, el('span.sub', {}, t('state.empty.how')),
      el('code', {}, `mosquitto_pub ${this.#broker} -t transithub/v1/${feed}/avl/bus-1 -m '{"lat": 13.7563, "lon": 100.5018, "measured_at": '$(date +%s)'}'`));
  }
}
