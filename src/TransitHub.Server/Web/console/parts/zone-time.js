import { zoneName } from '../../app/format.js';

/** How far the feed's clock is from the universal one at a moment, seconds. */
function offsetAt(unixSeconds) {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zoneName(), hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  }).formatToParts(unixSeconds * 1000);
  const of = (type) => Number(parts.find((part) => part.type === type).value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) / 1000 - Math.floor(unixSeconds);
}

/** What a datetime-local input shows for a moment, in the feed's time zone. */
export const toLocal = (unixSeconds) => (unixSeconds === undefined || unixSeconds === null ? '' : new Date((unixSeconds + offsetAt(unixSeconds)) * 1000).toISOString().slice(0, 16));

/** The moment that such an input names, Unix seconds; null: none. */
export function fromLocal(text) {
  if (text === '') return null;
  const guess = Date.parse(`${text}Z`) / 1000;
  // Twice: the offset is that of the moment itself, which may lie on the other side of a change of the clock.
  const near = guess - offsetAt(guess);
  return guess - offsetAt(near);
}

/** The moment at which the service day of a moment is over for sure: four in the morning. */
export function endOfServiceDay(unixSeconds) {
  const [day, hour] = toLocal(unixSeconds).split('T');
  const four = fromLocal(`${day}T04:00`);
  return hour < '03' ? four : fromLocal(`${new Date(Date.parse(`${day}T12:00Z`) + 86_400_000).toISOString().slice(0, 10)}T04:00`);
}

/** The moment from which times of a service day, YYYYMMDD, count, Unix seconds: twelve hours before its noon, whatever clocks do that night. */
export const serviceDayStart = (date) => fromLocal(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T12:00`) - 43_200;

/** The calendar day of a moment, YYYYMMDD. */
export const dateOf = (unixSeconds) => toLocal(unixSeconds).slice(0, 10).replaceAll('-', '');

/** HH:MM:SS of the service day to seconds. */
export function secondsOf(text) {
  const [hours, minutes, seconds] = text.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

/** Seconds of the service day to HH:MM:SS, which may pass 24:00:00. */
export const serviceTime = (seconds) => [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');

/** What a time input shows for a moment; seconds only where there are any. */
export function toClock(unixSeconds) {
  const whole = new Date((unixSeconds + offsetAt(unixSeconds)) * 1000).toISOString().slice(11, 19);
  return whole.endsWith(':00') ? whole.slice(0, 5) : whole;
}

/** The moment nearest to another one at which clocks show what such an input says, Unix seconds; null: it says nothing. */
export function fromClock(text, near) {
  if (text === '') return null;
  const days = [-86_400, 0, 86_400].map((off) => fromLocal(`${toLocal(near + off).slice(0, 10)}T${text}`));
  return days.toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near))[0];
}
