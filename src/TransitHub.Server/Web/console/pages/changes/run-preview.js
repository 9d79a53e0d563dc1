import { el, replace } from '../../../app/dom.js';
import { time } from '../../../app/format.js';
import { lineSign } from '../../../app/panel/parts.js';
import { t } from '../../../app/texts.js';
import { chip } from '../../parts/parts.js';

/** A run as riders will see it: its line, where it goes, and each stop with what is other than they know. */
export class RunPreview {
  #network;
  #body = el('div.run-preview-body', { tabIndex: 0, role: 'group', 'aria-label': t('runPreview.title') });

  constructor(network) {
    this.#network = network;
    this.element = el('section.run-preview', {}, el('h3', {}, t('runPreview.title')), this.#body);
    this.show(null, '', []);
  }

  /** @param {{ stop: object, at: number, planned?: number, isLeftOut?: boolean }[]} stops as `StopTimes.told` has them */
  show(route, headsign, stops) {
    const isPlanned = stops.some((one) => one.planned !== undefined);
    replace(this.#body, stops.length === 0 ? el('p.note', {}, t('runPreview.none')) : [
      el('p.run-name', {}, route && lineSign(this.#network, route), el('strong', {}, headsign || this.#network.stopName(stops.findLast((one) => one.isLeftOut !== true)?.stop ?? stops.at(-1).stop))),
      el('ol.run-stops', {}, ...stops.map((one) => el(`li${one.isLeftOut ? '.left-out' : ''}`, {},
        el('span.when', {}, time(one.at)), el(one.isLeftOut ? 's' : 'span', {}, this.#network.stopName(one.stop)),
        one.isLeftOut ? chip('bad', t('runPreview.leftOut')) : !isPlanned ? null
          : one.planned === undefined ? chip('good', t('stopTimes.new')) : one.planned === one.at ? null : chip('warn', t('stopTimes.was', { at: time(one.planned) }))))),
    ]);
  }
}
