import { drawing, el } from '../app/dom.js';
import { dateTime } from '../app/format.js';
import { t } from '../app/texts.js';
import { icons } from './icons.js';
import { pages } from './pages.js';
import { hashOf } from './route.js';

const narrow = matchMedia('(max-width: 900px)');
const groups = ['see', 'act', 'hub'];

/** The pages by group at the side, a drawer where the window is narrow; below them who sits here. */
export class Navigation {
  #parts;
  #session;

  constructor(parts, session) {
    this.#parts = parts;
    this.#session = session;
    parts.menu.addEventListener('click', () => this.#open(parts.menu.getAttribute('aria-expanded') !== 'true'));
    parts.shade.addEventListener('click', () => this.#open(false));
    parts.side.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !narrow.matches) return;
      this.#open(false);
      parts.menu.focus();
    });
    narrow.addEventListener('change', () => this.#open(false));
    this.#open(false);
  }

  /** Marks the page that is shown, and draws anew what depends on feed, language and role. */
  show(current, feed) {
    this.#open(false);
    this.#parts.nav.replaceChildren(...groups.map((group) => {
      const own = pages.filter((page) => page.group === group);
      return own.length > 0 && el('div.nav-group', {}, el('h2', { id: `group-${group}` }, t(`group.${group}`)),
        el('ul', { 'aria-labelledby': `group-${group}` }, ...own.map((page) => el('li', {}, this.#link(page, current, feed)))));
    }).filter(Boolean));
    this.#showWho();
  }

  #link(page, current, feed) {
    const isClosed = this.#session.role !== null && !this.#session.may(page.role);
    return el('a', { href: hashOf(page.name, { feed }), 'data-key': `page ${page.name}`, 'aria-current': page.name === current.name ? 'page' : null },
      drawing(icons[page.name] ?? icons.other, 20), el('span.grow', {}, t(`page.${page.name}`)),
      isClosed && el('span.chip', {}, t('shell.needs', { role: t(`role.${page.role}`) })));
  }

  #showWho() {
    const { name, role, told } = this.#session;
    this.#parts.who.replaceChildren(el('p.who-links', {}, el('a', { href: '/' }, t('shell.map')), el('a', { href: '/status' }, t('foot.status')), el('a', { href: '/reference' }, t('shell.reference'))));
    if (role === null) return;
    this.#parts.who.append(
      el('p.who-name', {}, el('strong', {}, told.way === 'local' ? t('shell.local') : name), el('span.chip', {}, t(`role.${role}`))),
      el('p.sub', {}, told.ends_at !== undefined ? t('shell.until', { at: dateTime(told.ends_at) }) : t('shell.here')));
    if (told.ends_at !== undefined) {
      this.#parts.who.append(el('button.action', { type: 'button', on: { click: () => this.#session.signOut() } }, t('shell.signOut')));
    }
  }

  /** What is out of sight is out of the keyboard's way, too. */
  #open(isOpen) {
    const { menu, side, shade, main } = this.#parts;
    if (!isOpen && narrow.matches && side.contains(document.activeElement)) menu.focus();
    menu.setAttribute('aria-expanded', String(isOpen));
    side.dataset.open = String(isOpen);
    side.inert = narrow.matches && !isOpen;
    main.inert = narrow.matches && isOpen;
    shade.hidden = !isOpen;
    if (isOpen) this.#parts.nav.querySelector('[aria-current]')?.focus();
  }
}
