import { drawing } from './dom.js';
import { settings } from './settings.js';
import { applyTexts, t } from './texts.js';

const sun = 'M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM11 1h2v4h-2zm0 18h2v4h-2zM1 11h4v2H1zm18 0h4v2h-4zM3.500 5 5 3.500 7.700 6.200 6.200 7.700zm12.800 12.800 1.500-1.500 2.700 2.700-1.500 1.500zM19 3.500 20.500 5l-2.700 2.700-1.500-1.500zM6.200 16.300l1.500 1.500L5 20.500 3.500 19z';
const moon = 'M20.500 14.500A8.500 8.500 0 0 1 9.500 3.500a8.500 8.500 0 1 0 11 11z';

/** The buttons by which a person chooses language and theme. They fill the page's texts, too. */
export class Choices {
  #language;
  #theme;

  /**
   * @param {HTMLButtonElement} language
   * @param {HTMLButtonElement} theme
   * @param {() => void} retold called when the page's texts were told in another language
   */
  constructor(language, theme, retold) {
    this.#language = language;
    this.#theme = theme;
    language.addEventListener('click', () => (settings.language = settings.language === 'en' ? 'th' : 'en'));
    theme.addEventListener('click', () => (settings.theme = settings.theme === 'dark' ? 'light' : 'dark'));
    settings.addEventListener('language', () => {
      this.#show();
      retold();
    });
    settings.addEventListener('theme', () => this.#showTheme());
    this.#show();
  }

  #show() {
    applyTexts();
    this.#language.textContent = t('language.switch');
    this.#language.lang = settings.language === 'en' ? 'th' : 'en';
    this.#language.setAttribute('aria-label', t('language.label'));
    this.#showTheme();
  }

  #showTheme() {
    document.documentElement.dataset.theme = settings.theme;
    const label = t(settings.theme === 'dark' ? 'theme.toLight' : 'theme.toDark');
    this.#theme.replaceChildren(drawing(settings.theme === 'dark' ? sun : moon, 20));
    this.#theme.setAttribute('aria-label', label);
    this.#theme.title = label;
  }
}
