import { el } from '../../app/dom.js';
import { duration, number } from '../../app/format.js';
import { readCameras } from '../../app/hub/cameras.js';
import { faultText, flows } from '../../app/panel/camera.js';
import { chipOf, deviceDetail, gradeOf, nameOf } from '../../app/panel/devices.js';
import { hasText, t } from '../../app/texts.js';
import { now } from '../hub.js';
import { live } from '../parts/live.js';
import { card, figure, figures } from '../parts/parts.js';
import { empty } from '../parts/states.js';
import { Table } from '../parts/table.js';

const everySeconds = 10;
const flowHours = 2;
const pageSize = 1000;
const mostPages = 20;
const clock = { now };

/** Counting devices by health, those that are silent first. */
export const page = { name: 'cameras', group: 'see', role: 'viewer', open };

function open(main, context) {
  const { camera: id = '' } = context.parameters;
  const table = makeTable(context, id);
  const drawing = live(main, {
    seconds: everySeconds,
    read: async () => {
      const [devices, cameras, detail] = await Promise.all([readDevices(context), readCameras(context.feed), id === '' ? null : readChosen(id, context)]);
      return { devices, camera: cameras.find((one) => one.id === id), ...detail };
    },
    draw: ({ devices, camera, device, flowList }) => {
      if (devices.length === 0) return [empty(t('cameras.none'), t('cameras.none.what'), el('a.action', { href: '/reference' }, t('cameras.none.lead')))];
      const rows = devices.map((one) => ({ device: one, grade: gradeOf(one, clock.now()) }));
      return [summary(rows), el(`div.master${id !== '' ? '.open' : ''}`, {}, card(t('cameras.list'), table.show(rows)), id !== '' && chosen(id, device, camera, flowList, context))];
    },
  });
  return () => drawing.close();
}

async function readDevices(context) {
  const devices = [];
  let after;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await context.read('/v1/devices', { feed: context.feed, counting: true, limit: pageSize, after });
    devices.push(...page.devices);
    if (page.next === undefined) break;
    after = page.next;
  }
  return devices;
}

/** A device that went since is null. */
async function readChosen(id, context) {
  const quietly = (promise) => promise.catch((error) => {
    if (error.status === 404) return null;
    throw error;
  });
  const [device, flowList] = await Promise.all([
    quietly(context.read(`/v1/devices/${encodeURIComponent(id)}`, { feed: context.feed })),
    quietly(context.read(`/v1/cameras/${encodeURIComponent(id)}/flows`, { feed: context.feed, hours: flowHours })),
  ]);
  return { device, flowList };
}

function summary(rows) {
  const count = (grade) => rows.filter((row) => row.grade === grade).length;
  return card(null, figures(
    figure({ label: t('cameras.well'), value: number(count(0)), tone: 'good' }),
    figure({ label: t('cameras.faulty'), value: number(count(2)), tone: count(2) > 0 ? 'warn' : undefined }),
    figure({ label: t('cameras.silent'), value: number(count(1) + count(3)), tone: count(1) + count(3) > 0 ? 'bad' : undefined }),
    figure({ label: t('cameras.total'), value: number(rows.length) })));
}

function chosen(id, device, camera, flowList, context) {
  const back = el('a.action', { href: context.hrefOf('cameras'), 'data-key': 'back' }, t('cameras.back'));
  if (device === null) return card(id, el('p.note', {}, t('cameras.gone')), el('p.actions', {}, back));
  return el('section.card.detail', { 'aria-label': nameOf(device) },
    el('div.card-head', {}, el('h2', {}, nameOf(device)), chipOf(device)),
    ...remedies(device), deviceDetail(device, clock),
    camera !== undefined && flowList !== null && flows(camera, flowList, clock),
    el('p.actions', {}, back, el('a.action', { href: `/?feed=${encodeURIComponent(context.feed)}#/camera/${encodeURIComponent(id)}` }, t('cameras.onMap'))));
}

/** What helps against what is wrong. */
function remedies(device) {
  const faults = (device.counting?.faults ?? []).map(({ fault }) => fault);
  const wrong = [...new Set([gradeOf(device, clock.now()) % 2 === 1 ? 'silent' : null, ...faults])].filter((fault) => fault !== null && hasText(`cameras.mend.${fault}`));
  return wrong.map((fault) => el('p.mend', {}, el('strong', {}, `${t('vehicles.mend')} `), t(`cameras.mend.${fault}`)));
}

const lastCount = (device) => (device.counts ?? []).reduce((newest, count) => Math.max(newest, count.to), -Infinity);

/** Beside a chosen one there is room for the first columns. */
const narrowColumns = 3;

const makeTable = (context, chosenId) => new Table({
  caption: t('cameras.caption'), keyOf: ({ device }) => device.id, sort: { key: 'health', isDown: true }, columns: columnsOf(context, chosenId).slice(0, chosenId === '' ? undefined : narrowColumns),
});

const columnsOf = (context, chosenId) => [
  { key: 'name', label: t('cameras.camera'), sortBy: ({ device }) => nameOf(device), show: ({ device }) => [
    el('a', { href: context.hrefOf('cameras', { camera: device.id }), 'data-key': `camera ${device.id}`, 'aria-current': device.id === chosenId ? 'true' : null }, nameOf(device)), nameOf(device) !== device.id && el('span.sub', {}, device.id)] },
  { key: 'health', label: t('cameras.health'), sortBy: (row) => row.grade * 1e10 - (row.device.last_seen ?? 0), show: ({ device }) => el('span', {}, chipOf(device), ...(device.counting?.faults ?? []).map(({ fault }) => el('span.sub', {}, faultText(fault)))) },
  { key: 'seen', label: t('cameras.seen'), isNumber: true, sortBy: ({ device }) => device.last_seen, show: ({ device }) => (device.last_seen === undefined ? t('device.never') : t('device.ago', { time: duration(clock.now() - device.last_seen) })) },
  { key: 'count', label: t('cameras.count'), isNumber: true, sortBy: ({ device }) => lastCount(device), show: ({ device }) => (lastCount(device) === -Infinity ? '–' : t('device.ago', { time: duration(clock.now() - lastCount(device)) })) },
  { key: 'rate', label: t('cameras.rate'), isNumber: true, sortBy: ({ device }) => rateOf(device), show: ({ device }) => (rateOf(device) === undefined ? '–' : t('device.percent', { n: Math.round(100 * rateOf(device)) })) },
  { key: 'trust', label: t('cameras.trust'), isNumber: true, sortBy: ({ device }) => device.counting?.trust, show: ({ device }) => (device.counting === undefined ? '–' : t('device.percent', { n: Math.round(100 * device.counting.trust) })) },
];

/** What it counted of what is usual at this time; undefined: nothing is known of what is usual. */
const rateOf = ({ counting }) => (counting?.expected > 0 ? counting.counted / counting.expected : undefined);
