import { el } from '../dom.js';
import { duration, time } from '../format.js';
import { hasText, t } from '../texts.js';
import { countText, flowBars } from './bars.js';
import { facts, heading } from './parts.js';

const shownSeconds = 2 * 3600;

/**
 * One counting camera: whether it is there, what crosses its lines, its newest counts.
 * @param {object|null} detail its flows as /v1/cameras/{id}/flows tells them; null: not read yet
 */
export function cameraPanel(id, camera, detail, { clock }) {
  if (camera === undefined) return [heading(id), el('p.note', {}, t('panel.failed'))];
  return [
    heading(camera.name),
    el('p.lead', {}, id, ' ', stateChip(camera)),
    camera.faults.length > 0 && el('p.note.warn', {}, t('camera.faults', { faults: camera.faults.map(faultText).join(', ') })),
    camera.classes.length > 0 && el('p.note', {}, t('camera.what', { classes: camera.classes.map(className).join(', ') })),
    ...flows(camera, detail, clock),
    el('h3', {}, t('camera.counts')),
    camera.counts.length === 0 ? el('p.note', {}, t('camera.none')) : countTable(camera.counts),
    camera.lines.length > 0 && [el('h3', {}, t('camera.lines')), el('ul.plain', {}, ...camera.lines.map((line) => el('li', {}, line)))],
    facts([t('camera.seen'), camera.lastSeen === undefined ? null : t('vehicle.age.value', { time: duration(clock.now() - camera.lastSeen), at: time(camera.lastSeen) })]),
  ];
}

/** Whether a camera is there and well, in a word. */
export function stateChip({ online, faults = [] }) {
  if (online === false) return el('span.chip.late', {}, `✕ ${t('camera.offline')}`);
  if (faults.length > 0) return el('span.chip.warned', {}, `! ${t('camera.faulty')}`);
  return el(`span.chip${online === true ? '.onTime' : ''}`, {}, t(online === true ? 'camera.online' : 'camera.unknown'));
}

export const faultText = (fault) => (hasText(`camera.fault.${fault}`) ? t(`camera.fault.${fault}`) : fault.replaceAll('_', ' '));

/** Flows of the last hours by channel, direction and class. */
export function flows(camera, detail, clock) {
  if (detail === null || detail.flows.length === 0) return [];
  const to = Math.max(...detail.flows.map((flow) => flow.to));
  const from = to - shownSeconds;
  const rows = Map.groupBy(detail.flows.filter((flow) => flow.from >= from), (flow) => `${flow.channel} ${flow.direction ?? ''} ${flow.class}`);
  return [
    el('h3', {}, t('flow.title')),
    ...[...rows.values()].map((bins) => flowBars(nameOf(camera, bins[0]), bins, from, to)),
    el('p.flow-axis.sub', {}, el('span', {}, time(from)), el('span', {}, time(Math.min(to, clock.now())))),
    el('p.explain', {}, t('flow.explain')),
  ];
}

const nameOf = (camera, { channel, class: name, direction }) =>
  `${className(name)}${direction === undefined ? '' : ` → ${camera.wayOf(channel, direction)}`}`;

const countTable = (counts) => el('table', {}, el('tbody', {}, ...counts.map((count) => el('tr', {},
  el('th', { scope: 'row' }, `${count.channel} · ${className(count.class)}${count.direction ? ` · ${count.direction}` : ''}`),
  el('td.number', {}, countText(count)), el('td', {}, count.at === undefined ? '' : time(count.at))))));

/** The set of classes is open: one without a word is shown under its own name. */
const className = (name) => (hasText(`class.${name}`) ? t(`class.${name}`) : name);
