import { hasText, t } from '../app/texts.js';

/** In the order of the flow. */
export const stages = ['access', 'decode', 'queue', 'gate', 'match', 'repair'];

/** Reasons for being on no trip that are as they should be. */
export const normalReasons = new Set(['at_layover', 'out_of_service']);

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Why, in a sentence; a reason newer than this page is shown as it is. */
export function why(reason) {
  const key = [`why.${reason}`, `reason.${reason}`].find(hasText);
  return capital(key !== undefined ? t(key) : t('reason.other', { reason: String(reason).replaceAll('_', ' ') }));
}

/** What helps. */
export const remedy = (reason, stage = 'match') => t(hasText(`mend.${reason}`) ? `mend.${reason}` : `mend.stage.${stage}`);
