import { el } from '../dom.js';
import { duration, number, timeWithSeconds } from '../format.js';
import { hasText, t } from '../texts.js';
import { countText } from './bars.js';
import { faultText, stateChip } from './camera.js';
import { facts, heading, linkRow } from './parts.js';

/** Without a word for so many seconds a counting device is asked after. */
const silentSeconds = 900;

/**
 * Counting devices for their operator, those in trouble first.
 * @param {object|null} list as /v1/devices?counting=true tells it; null: not read yet; { closed }: not for who looks, and the status that said so
 */
export function devicesPanel(list, { clock, signIn }) {
  const head = heading(t('device.title'));
  if (list === null) return [head, el('p.note', {}, t('panel.loading'))];
  if (list.closed !== undefined) return [head, closedDoor(list.closed, signIn)];
  const devices = list.devices.map((device) => ({ device, grade: gradeOf(device, clock.now()) }));
  const bad = devices.filter(({ grade }) => grade > 0).length;
  return [
    head,
    el('p.lead', {}, t('device.count', { n: number(devices.length), bad: number(bad) })),
    el('ul.rows', {}, ...devices.toSorted((a, b) => b.grade - a.grade).map(({ device }) => deviceRow(device, clock))),
    list.next !== undefined && el('p.note', {}, t('device.more', { n: number(devices.length) })),
  ];
}

/** One device for its operator. */
export function devicePanel(id, device, { clock, signIn }) {
  if (device === null) return [heading(id), el('p.note', {}, t('panel.loading'))];
  if (device.closed !== undefined) return [heading(id), closedDoor(device.closed, signIn)];
  return [
    heading(nameOf(device)),
    el('p.lead', {}, id, ' ', chipOf(device)),
    deviceDetail(device, clock),
  ];
}

/** All that is known of a device. */
export function deviceDetail(device, clock) {
  const { counting } = device;
  return [
    ...(counting?.faults ?? []).map((fault) => el('p.note.warn', {}, `${faultText(fault.fault)} (${t('device.since', { time: duration(clock.now() - fault.since) })})`)),
    counting?.expected !== undefined && rate(counting),
    facts(
      [t('camera.seen'), device.last_seen === undefined ? t('device.never') : t('vehicle.age.value', { time: duration(clock.now() - device.last_seen), at: timeWithSeconds(device.last_seen) })],
      [t('device.running'), device.uptime_seconds === undefined ? null : duration(device.uptime_seconds)],
      [t('device.counting'), counting?.uptime === undefined ? null : t('device.percent', { n: Math.round(counting.uptime * 100) })],
      [t('device.trust'), counting === undefined ? null : t('device.percent', { n: Math.round(counting.trust * 100) })],
      [t('device.clock'), clockText(device)],
      [t('device.learned'), learnedText(device.learned_clock)],
      [t('device.version'), device.version],
      [t('device.says'), device.message],
      [t('device.accepted'), number(device.accepted)],
      [t('device.rejected'), number(device.rejected)],
    ),
    rejections(device),
    counts(device, clock),
  ];
}

/** For who is no operator: why there is nothing to see, and what helps. */
function closedDoor(status, signIn) {
  return [
    el('p.lead', {}, t('device.closed')),
    el('p.note', {}, t(status === 401 ? 'device.closed.password' : 'device.closed.role')),
    status === 401 && el('p.actions', {}, el('button.action', { type: 'button', 'data-key': 'sign-in', on: { click: signIn } }, t('device.signIn'))),
  ];
}

/** 0: well; 1: not heard of for long; 2: its counts are wrong; 3: it says or its broker says that it is gone. */
export function gradeOf(device, now) {
  if (device.online === false) return 3;
  if ((device.counting?.faults ?? []).length > 0) return 2;
  return device.last_seen === undefined || now - device.last_seen > silentSeconds ? 1 : 0;
}

export const chipOf = (device) => stateChip({ online: device.online, faults: (device.counting?.faults ?? []).map((fault) => fault.fault) });

function deviceRow(device, clock) {
  const { counting } = device;
  const words = [
    ...(counting?.faults ?? []).map((fault) => faultText(fault.fault)),
    device.last_seen === undefined ? t('device.never') : t('device.ago', { time: duration(clock.now() - device.last_seen) }),
    counting?.expected > 0 && t('device.rate', { n: Math.round((counting.counted / counting.expected) * 100) }),
    device.rejected > 0 && t('device.refused', { n: number(device.rejected) }),
  ].filter((word) => word);
  return linkRow('device', device.id, el('span.grow', {}, el('span.main', {}, nameOf(device)), el('span.sub', {}, words.join(' · '))), chipOf(device));
}

export const nameOf = (device) => device.names?.[document.documentElement.lang] ?? device.name ?? device.id;

/** What was counted of what is usual at this time, as a bar and as words. */
function rate({ counted, expected }) {
  const share = expected > 0 ? counted / expected : 1;
  return el('div.rate', {},
    el('span.grow', {}, t('device.expected', { counted: number(Math.round(counted)), expected: number(Math.round(expected)) })),
    el('strong', {}, t('device.percent', { n: Math.round(share * 100) })),
    el('meter', { min: 0, max: 2, low: 0.5, high: 1.6, optimum: 1, value: Math.min(2, share), 'aria-label': t('device.expected', { counted: number(Math.round(counted)), expected: number(Math.round(expected)) }) }));
}

/** The hub adds this to the device's times: a positive one means that its clock is behind. */
function clockText({ clock_correction_seconds: seconds }) {
  if (Math.abs(seconds) < 1) return t('device.clock.right');
  return t(seconds > 0 ? 'device.clock.behind' : 'device.clock.ahead', { time: duration(Math.abs(seconds)) });
}

const learnedText = (clock) => (clock?.offset_seconds === undefined ? null
  : t('device.learned.value', { offset: `${clock.offset_seconds > 0 ? '+' : ''}${clock.offset_seconds}`, spread: clock.spread_seconds, n: number(clock.vehicles) }));

function rejections(device) {
  const reasons = Object.entries(device.rejected_by ?? {});
  if (reasons.length === 0) return false;
  return [el('h3', {}, t('device.reasons')), el('table', {}, el('tbody', {}, ...reasons.sort((a, b) => b[1] - a[1]).map(([reason, count]) => el('tr', {},
    el('th', { scope: 'row' }, hasText(`refused.${reason}`) ? t(`refused.${reason}`) : reason.replaceAll('_', ' ')), el('td.number', {}, number(count))))))];
}

function counts(device, clock) {
  if ((device.counts ?? []).length === 0) return false;
  return [el('h3', {}, t('camera.counts')), el('table', {}, el('tbody', {}, ...device.counts.map((count) => el('tr', {},
    el('th', { scope: 'row' }, [count.channel, hasText(`class.${count.class}`) ? t(`class.${count.class}`) : count.class, count.direction].filter((part) => part !== undefined).join(' · ')),
    el('td.number', {}, countText(count)), el('td', {}, t('device.ago', { time: duration(clock.now() - count.to) }))))))];
}
