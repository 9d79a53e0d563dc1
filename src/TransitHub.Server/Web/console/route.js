/**
 * What the console shows stands in the address, so that the browser's back button, bookmarks and links work: #/NAME?feed=ID&…
 * @returns {{ name: string, parameters: Object<string, string> }} name '' where the address names no page
 */
export function currentRoute() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  return { name: path, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address of a page; parameters that are not there are left out. */
export function hashOf(name, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== ''));
  return query.size > 0 ? `#/${name}?${query}` : `#/${name}`;
}

/** Changes what the address says without drawing the page anew, as for a filter. */
export const replaceRoute = (name, parameters) => history.replaceState(null, '', hashOf(name, parameters));
