import { settings } from './settings.js';
import { t } from './texts.js';

/** Times are shown in the feed's own time zone, whoever looks from wherever. */
let timeZone = 'UTC';
let made = new Map();

export function setTimeZone(name) {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    timeZone = name;
  } catch {
    timeZone = 'UTC';
  }
  made = new Map();
}

// Thai digits and the Buddhist year would be right in prose; timetables in Thailand use these.
const locale = () => (settings.language === 'th' ? 'th-TH-u-nu-latn-ca-gregory' : 'en-GB');

function formatter(kind, options) {
  const key = `${kind} ${locale()}`;
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(locale(), { timeZone, hourCycle: 'h23', ...options }));
  return made.get(key);
}

/** 12:04 */
export const time = (unixSeconds) => formatter('time', { hour: '2-digit', minute: '2-digit' }).format(unixSeconds * 1000);

/** 12:04:31 */
export const timeWithSeconds = (unixSeconds) =>
  formatter('seconds', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(unixSeconds * 1000);

/** 28 Nov, 12:04 */
export const dateTime = (unixSeconds) =>
  formatter('date', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(unixSeconds * 1000);

/** "GMT+7" */
export const zone = (unixSeconds) =>
  formatter('zone', { timeZoneName: 'shortOffset', hour: '2-digit' }).formatToParts(unixSeconds * 1000).find((p) => p.type === 'timeZoneName')?.value ?? timeZone;

/** The zone's IANA name. */
export const zoneName = () => timeZone;

export const number = (value) => value.toLocaleString(locale());

/** "8 s", "3 min", "2 h 5 min" */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return t('unit.seconds', { n: whole });
  if (whole < 3600) return t('unit.minutes', { n: Math.round(whole / 60) });
  return t('unit.hours', { h: Math.floor(whole / 3600), m: Math.floor((whole % 3600) / 60) });
}

/** "now", "in 3 min" */
export function until(seconds) {
  return seconds < 30 ? t('time.now') : t('time.in', { time: duration(seconds) });
}

/** From here a delay is worth a word: the thresholds that riders' displays commonly use. */
export const lateSeconds = 180;
export const earlySeconds = -60;

/** "late", "early", "on time" or null. */
export function punctuality(delaySeconds) {
  if (delaySeconds === undefined || delaySeconds === null) return null;
  return delaySeconds >= lateSeconds ? 'late' : delaySeconds <= earlySeconds ? 'early' : 'onTime';
}

/** "4 min late" */
export function delay(delaySeconds) {
  const kind = punctuality(delaySeconds);
  return kind === null ? '' : kind === 'onTime' ? t('delay.onTime') : t(`delay.${kind}`, { time: duration(Math.abs(delaySeconds)) });
}
