import { settings } from './settings.js';
import { english } from './texts/en.js';
import { thai } from './texts/th.js';

const languages = { en: { ...english }, th: { ...thai } };

/** Adds a page's own texts: the same keys in each language. */
export function addTexts(en, th) {
  Object.assign(languages.en, en);
  Object.assign(languages.th, th);
}

/** The text of a key in the language of the page; {name} is replaced by the parameter of that name. */
export function t(key, parameters = {}) {
  const text = languages[settings.language][key] ?? languages.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => parameters[name] ?? whole);
}

/** True when there is a text of that key. */
export const hasText = (key) => key in languages.en;

/** Fills every element of the page that names its text, and tells the browser the language, so that it is read aloud right. */
export function applyTexts(root = document) {
  document.documentElement.lang = settings.language;
  for (const element of root.querySelectorAll('[data-text]')) element.textContent = t(element.dataset.text);
  for (const element of root.querySelectorAll('[data-label]')) element.setAttribute('aria-label', t(element.dataset.label));
}
