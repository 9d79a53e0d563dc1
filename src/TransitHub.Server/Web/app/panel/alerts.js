import { el } from '../dom.js';
import { settings } from '../settings.js';
import { hasText, t } from '../texts.js';

/** The text in the language of the page, else in English, else in any. */
const inLanguage = (texts) => {
  const [language, text] = Object.entries(texts ?? {}).sort(([a], [b]) => rank(a) - rank(b))[0] ?? [];
  return text === undefined ? null : { language, text };
};
const rank = (language) => (language.split('-')[0] === settings.language ? 0 : language.split('-')[0] === 'en' ? 1 : 2);

/** What riders are told, the gravest first, those that hold before those that are announced; null where there is nothing. */
export function alertCards(alerts) {
  if (alerts.length === 0) return null;
  const grave = ['SEVERE', 'WARNING', 'INFO'];
  const place = ({ alert }) => (grave.indexOf(alert.severity_level) + grave.length + 1) % (grave.length + 1);
  const sorted = [...alerts].sort((a, b) => Number(b.is_active) - Number(a.is_active) || place(a) - place(b));
  return el('ul.alerts', { 'aria-label': t('alerts.title') }, ...sorted.map(card));
}

function card({ id, is_active: isActive, source, alert }) {
  const header = inLanguage(alert.header_text);
  const description = inLanguage(alert.description_text);
  const url = inLanguage(alert.url)?.text;
  const effect = `alerts.${alert.effect}`;
  return el(`li.alert${isActive ? '' : '.announced'}`, {},
    el('strong', { lang: header?.language }, header?.text),
    el('span.sub', {}, [isActive ? null : t('alerts.announced'), hasText(effect) ? t(effect) : null, source ?? null].filter((part) => part !== null).join(' · ')),
    description !== null && el('p', { lang: description.language }, description.text),
    /^https?:\/\//i.test(url ?? '') && el('a', { href: url, target: '_blank', rel: 'noopener noreferrer', 'data-key': `alert ${id}` }, t('alerts.more')));
}
