import { el } from '../../../app/dom.js';
import { alertCards } from '../../../app/panel/alerts.js';
import { t } from '../../../app/texts.js';
import { now } from '../../hub.js';
import { entitySigns } from './entities.js';
import { inLanguage, languageName, periodText, wordOf } from './words.js';

/** Whether one of its periods holds now, as riders' apps judge it. */
function isActive(periods) {
  const present = now();
  return (periods ?? []).length === 0 || periods.some(({ start, end }) => (start ?? -Infinity) <= present && present < (end ?? Infinity));
}

/** What riders will see of an alert: on the live map, and as trip planners show it, in each of its languages. */
export function preview(alert, network) {
  const header = inLanguage(alert.header_text);
  if (header === null || header.text.trim() === '') return [el('p.note', {}, t('alertsPage.preview.empty'))];
  return [
    el('h3', {}, t('alertsPage.preview.map')),
    el('div.preview-map', { 'data-part': 'map' }, alertCards([{ id: 'preview', is_active: isActive(alert.active_periods), source: null, alert }])),
    el('h3', {}, t('alertsPage.preview.planner')),
    ...Object.keys(alert.header_text).map((language) => planner(alert, language, network)),
  ];
}

function planner(alert, language, network) {
  const url = alert.url?.[language] ?? inLanguage(alert.url)?.text;
  return el('article.preview-planner', { lang: language, 'data-language': language },
    el('p.preview-kind', {}, el('span.preview-mark', { 'aria-hidden': true }, '!'), wordOf('effect', alert.effect) ?? t('alertsPage.preview.alert'), el('span.chip', {}, languageName(language))),
    el('h4', {}, alert.header_text[language]),
    alert.description_text?.[language] !== undefined && el('p', {}, alert.description_text[language]),
    el('p.sub', {}, [periodText(alert.active_periods), wordOf('cause', alert.cause)].filter(Boolean).join(' · ')),
    el('div.signs', {}, ...entitySigns(network, alert.informed_entities)),
    url !== undefined && url !== '' && el('p.preview-link', {}, t('alertsPage.preview.link'), ' ', el('span.sub', {}, url)));
}
