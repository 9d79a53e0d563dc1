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
