import { number } from '../format.js';
import { t } from '../texts.js';

/** "about 40", "fewer than 5" */
export const peopleText = ({ waiting, fewer_than: fewerThan }) =>
  (waiting === undefined ? t('crowd.fewer', { n: number(fewerThan) }) : t('crowd.about', { n: number(waiting) }));

/** "30–50", or nothing. */
export const intervalText = ({ waiting_low: low, waiting_high: high }) =>
  (low === undefined || low === high ? '' : t('stop.range', { from: number(low), to: number(high) }));
