import { Choices } from '../app/choices.js';
import { drawing, el } from '../app/dom.js';
import { duration, setTimeZone } from '../app/format.js';
import { t } from '../app/texts.js';
import { now, read, readTagged, send } from './hub.js';
import { Navigation } from './navigation.js';
import { failed, needsRole, working } from './parts/states.js';
import { say } from './parts/toast.js';
import { findPage } from './pages.js';
import { currentRoute, hashOf, replaceRoute } from './route.js';
import { Session } from './session.js';
import { SignIn } from './sign-in.js';
import './texts.js';

const warnSeconds = 300;

const by = (id) => document.getElementById(id);
const session = new Session();
const signIn = new SignIn(session);
const navigation = new Navigation({ nav: by('nav'), side: by('side'), shade: by('shade'), menu: by('menu'), who: by('who'), main: by('main') }, session);

/** The feeds of the hub as /v1/feeds tells them; null: not read yet. */
let feeds = null;
let warnedOf = null;
let shown = { name: null, close: () => {} };

async function start() {
  by('page').replaceChildren(working());
  try {
    const [found] = await Promise.all([read('/v1/feeds'), session.look()]);
    feeds = found;
  } catch (error) {
    by('page').replaceChildren(failed(error, start));
    return;
  }
  if (session.role === null && session.told.renew_at !== undefined) {
    renew(session.told.renew_at);
    return;
  }
  showFeeds();
  show();
}

/** The feed that the address names, else the first. */
const currentFeed = () => feeds.find((feed) => feed.id === currentRoute().parameters.feed) ?? feeds[0];

function showFeeds() {
  by('feed').replaceChildren(...feeds.map((feed) => el('option', { value: feed.id }, feed.name)));
  by('feed').hidden = feeds.length < 2;
  by('feed-name').textContent = feeds.length === 1 ? feeds[0].name : '';
}

/** Draws the page that the address names: closes what was there, and asks for the role that the page needs. */
function show() {
  if (feeds === null) return;
  shown.close();
  const { name, parameters } = currentRoute();
  const page = findPage(name);
  const feed = currentFeed();
  by('feed').value = feed?.id ?? '';
  setTimeZone(feed?.time_zone ?? 'UTC');
  const isOther = shown.name !== null && shown.name !== page.name;
  document.title = `${t(`page.${page.name}`)} · ${feed?.name ?? 'TransitHub'}`;
  navigation.show(page, feed?.id);
  by('head').replaceChildren(el('h1', { tabIndex: -1 }, t(`page.${page.name}`)), el('p.lead', {}, t(`page.${page.name}.what`)));
  const main = el('div.page', { 'data-page': page.name });
  by('page').replaceChildren(main);
  shown = { name: page.name, close: open(page, main, feed, parameters) };
  if (isOther) {
    scrollTo(0, 0);
    by('head').querySelector('h1').focus({ preventScroll: true });
  }
}

function open(page, main, feed, parameters) {
  if (session.role === null) return signIn.open(main);
  if (!session.may(page.role)) {
    main.replaceChildren(needsRole(page.role, session));
    return () => {};
  }
  const close = page.open(main, {
    feed: feed?.id ?? '', feeds, parameters, session: { name: session.name, role: session.role, may: (role) => session.may(role) },
    read: (path, asked) => read(path, asked).catch(refused), readTagged: (path, asked) => readTagged(path, asked).catch(refused),
    send: (method, path, body, headers) => send(method, path, body, headers).catch(refused),
    go: (name, more = {}) => (location.hash = hashOf(name, { feed: feed?.id, ...more })),
    keep: (more) => replaceRoute(page.name, { feed: feed?.id, ...more }),
    hrefOf: (name, more = {}) => hashOf(name, { feed: feed?.id, ...more }), has: (name) => findPage(name).name === name, say,
  });
  return close ?? (() => {});
}

/** The session may have ended meanwhile: then the page asks to sign in, and comes back after it. */
function refused(error) {
  if (error.status === 401) session.look().catch(() => {});
  throw error;
}

/**
 * The provider has to be asked again, and it knows this browser: where nothing is being written, the page goes there and comes back by itself. Else it stays as it
 * is, and says where to go in another window.
 */
function renew(renewAt) {
  if (by('page').querySelector('form') === null) {
    location.assign(`${renewAt}?return=${encodeURIComponent(`${location.pathname}${location.hash}`)}`);
    return;
  }
  by('renewal').replaceChildren(el('p.note.warn', {}, t('shell.lapsed'), ' ', el('a.action', { href: renewAt, target: '_blank', rel: 'noopener' }, t('shell.renew'))));
}

/** Somebody came back from that other window. */
async function renewed() {
  if (by('renewal').childElementCount === 0) return;
  by('renewal').replaceChildren();
  await session.look().catch(() => {});
}

/** Once, while there is time to finish what was begun. */
function warnOfEnd() {
  const left = (session.told.ends_at ?? Infinity) - now();
  if (left > warnSeconds || warnedOf === session.told.ends_at) return;
  warnedOf = session.told.ends_at;
  say(t('shell.ends', { time: duration(left) }));
}

by('menu').append(drawing('M4 6h16v2H4zm0 5h16v2H4zm0 5h16v2H4z'));
by('skip').addEventListener('click', (event) => {
  event.preventDefault();
  by('main').focus();
});
by('feed').addEventListener('change', (event) => {
  const { name } = currentRoute();
  location.hash = hashOf(name, { feed: event.target.value });
});
new Choices(by('language'), by('theme'), show);
addEventListener('hashchange', show);
session.addEventListener('changed', show);
session.addEventListener('lapsed', (event) => renew(event.detail));
addEventListener('focus', renewed);
setInterval(warnOfEnd, 30_000);
start();
