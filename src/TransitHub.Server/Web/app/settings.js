/** What a person chose on this device: language and theme. Storage may be forbidden; then the choice lasts as long as the page. */
const stored = (key) => {
  try {
    return localStorage.getItem(`transithub.${key}`);
  } catch {
    return null;
  }
};

const store = (key, value) => {
  try {
    localStorage.setItem(`transithub.${key}`, value);
  } catch {
    // Forbidden: nothing to keep it in.
  }
};

const dark = matchMedia('(prefers-color-scheme: dark)');

export const settings = new (class extends EventTarget {
  #language = ['en', 'th'].includes(stored('language')) ? stored('language') : navigator.languages?.[0]?.startsWith('th') ? 'th' : 'en';
  #theme = ['light', 'dark'].includes(stored('theme')) ? stored('theme') : null;

  constructor() {
    super();
    dark.addEventListener('change', () => this.#themeChanged());
  }

  get language() {
    return this.#language;
  }

  set language(value) {
    this.#language = value;
    store('language', value);
    this.dispatchEvent(new Event('language'));
  }

  /** "light" or "dark": the chosen one, else the device's. */
  get theme() {
    return this.#theme ?? (dark.matches ? 'dark' : 'light');
  }

  set theme(value) {
    this.#theme = value;
    store('theme', value);
    this.#themeChanged();
  }

  #themeChanged() {
    this.dispatchEvent(new Event('theme'));
  }
})();

const still = matchMedia('(prefers-reduced-motion: reduce)');

/** True when the person asked their device for less motion. */
export const prefersStillness = () => still.matches;
