import { el } from '../dom.js';
import { duration, number, time } from '../format.js';
import { hasText, t } from '../texts.js';
import { facts, heading } from './parts.js';

/** One counting camera: what it counts, its newest counts, whether it is there. */
export function cameraPanel(id, camera, { clock }) {
  if (camera === undefined) return [heading(id), el('p.note', {}, t('panel.failed'))];
  const state = camera.online === undefined ? 'unknown' : camera.online ? 'online' : 'offline';
  return [
    heading(camera.name),
    el('p.lead', {}, id, ' ', el(`span.chip.${state === 'offline' ? 'late' : 'onTime'}`, {}, t(`camera.${state}`))),
    camera.faults.length > 0 && el('p.note', {}, t('camera.faults', { faults: camera.faults.map((fault) => t(`camera.fault.${fault}`)).join(', ') })),
    camera.classes.length > 0 && el('p.note', {}, t('camera.what', { classes: camera.classes.map(className).join(', ') })),
    el('h3', {}, t('camera.counts')),
    camera.counts.length === 0 ? el('p.note', {}, t('camera.none')) : countTable(camera.counts),
    camera.flows.length > 0 && [el('h3', {}, t('camera.flows')), countTable(camera.flows)],
    camera.lines.length > 0 && [el('h3', {}, t('camera.lines')), el('ul.plain', {}, ...camera.lines.map((line) => el('li', {}, line)))],
    facts([t('camera.seen'), camera.lastSeen === undefined ? null : t('vehicle.age.value', { time: duration(clock.now() - camera.lastSeen), at: time(camera.lastSeen) })]),
  ];
}

const countTable = (counts) => el('table', {}, el('tbody', {}, ...counts.map((count) => el('tr', {},
  el('th', { scope: 'row' }, `${count.channel} · ${className(count.class)}${count.direction ? ` · ${count.direction}` : ''}`),
  el('td.number', {}, countText(count)), el('td', {}, count.at === undefined ? '' : time(count.at))))));

/** The set of classes is open: one without a word is shown under its own name. */
const className = (name) => (hasText(`class.${name}`) ? t(`class.${name}`) : name);

/** A small count of people is told as less than so many; a first running total tells of no interval. */
function countText({ count, fewer_than: fewerThan }) {
  if (count !== undefined) return number(count);
  return fewerThan === undefined ? '–' : `< ${number(fewerThan)}`;
}
