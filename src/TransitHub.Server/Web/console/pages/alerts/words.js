import { dateTime } from '../../../app/format.js';
import { settings } from '../../../app/settings.js';
import { hasText, t } from '../../../app/texts.js';

export const causes = ['OTHER_CAUSE', 'TECHNICAL_PROBLEM', 'STRIKE', 'DEMONSTRATION', 'ACCIDENT', 'HOLIDAY', 'WEATHER', 'MAINTENANCE', 'CONSTRUCTION', 'POLICE_ACTIVITY', 'MEDICAL_EMERGENCY', 'SPECIAL_EVENT'];
export const effects = ['NO_SERVICE', 'REDUCED_SERVICE', 'SIGNIFICANT_DELAYS', 'DETOUR', 'ADDITIONAL_SERVICE', 'MODIFIED_SERVICE', 'STOP_MOVED', 'ACCESSIBILITY_ISSUE', 'OTHER_EFFECT', 'NO_EFFECT'];
export const severities = ['INFO', 'WARNING', 'SEVERE'];

/** A word of GTFS-Realtime in the language of the page; null: it says nothing. */
export function wordOf(kind, word) {
  const key = `alertsPage.${kind}.${word}`;
  return word === undefined || word === null || word.startsWith('UNKNOWN_') ? null : hasText(key) ? t(key) : word;
}

/** The text in the language of the page, else in English, else in any; null: there is none. */
export function inLanguage(texts) {
  const rank = (language) => (language.split('-')[0] === settings.language ? 0 : language.split('-')[0] === 'en' ? 1 : 2);
  const [language, text] = Object.entries(texts ?? {}).sort(([a], [b]) => rank(a) - rank(b))[0] ?? [];
  return text === undefined ? null : { language, text };
}

/** When it holds, in words. */
export function periodText(periods) {
  if ((periods ?? []).length === 0) return t('alertsPage.untilEnded');
  const one = ({ start, end }) => (start == null ? t('alertsPage.until', { to: dateTime(end) }) : end == null ? t('alertsPage.from', { from: dateTime(start) }) : t('alertsPage.fromTo', { from: dateTime(start), to: dateTime(end) }));
  return periods.length > 3 ? `${periods.slice(0, 3).map(one).join(', ')} …` : periods.map(one).join(', ');
}

/** The name of a language, in itself. */
export function languageName(tag) {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag);
  } catch {
    return tag;
  }
}
