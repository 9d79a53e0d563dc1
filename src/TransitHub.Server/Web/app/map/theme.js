/** Colors of the map, which CSS does not reach. */
export const mapThemes = {
  light: {
    land: '#f4f2ec', water: '#c3dcea', bank: '#aecbdc', street: '#ffffff', streetEdge: '#dedad0',
    casing: '#ffffff', text: '#22303a', halo: '#f9f8f4', stop: '#ffffff', stopEdge: '#33414b',
    vehicleEdge: [1, 1, 1], ghost: [0.56, 0.6, 0.63], faint: '#b9bdbd',
  },
  dark: {
    land: '#12181d', water: '#1b3a4b', bank: '#16303e', street: '#242d34', streetEdge: '#0c1114',
    casing: '#12181d', text: '#dfe7ec', halo: '#12181d', stop: '#12181d', stopEdge: '#d6dee3',
    vehicleEdge: [0.05, 0.07, 0.09], ghost: [0.42, 0.47, 0.5], faint: '#46515a',
  },
};

/** Colors of how full a stop is, the same as in styles/crowd.css: apart in lightness too, and for every kind of color blindness. */
export const crowdThemes = {
  light: { plate: '#ffffff', edge: '#7b8a94', faint: '#c3ccd1', colors: { unknown: '#7b8a94', empty: '#7b8a94', light: '#1f7fb8', busy: '#b87700', crowded: '#c2410c', full: '#86123a' } },
  dark: { plate: '#172027', edge: '#8b9aa4', faint: '#3d4b55', colors: { unknown: '#8b9aa4', empty: '#8b9aa4', light: '#63b8ee', busy: '#f2bd45', crowded: '#ff8d52', full: '#ff9dbb' } },
};

/** "F58220" to [r, g, b] from 0 to 1. */
export const rgb = (hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);

/** Relative luminance, WCAG 2. */
export function luminance([r, g, b]) {
  const [lr, lg, lb] = [r, g, b].map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
}

/** GTFS's default for a route without a color is white, which no map can show: it gets a color of its own. */
export const routeColor = (route) => (route.color.toUpperCase() === 'FFFFFF' ? '3D6A7D' : route.color);

/** The color of a line on the map's ground: dark colors are brightened on a dark ground, bright ones darkened on a bright one. */
export function lineColor(route, theme) {
  const color = rgb(routeColor(route));
  const target = theme === 'dark' ? 1 : 0;
  const [low, high] = theme === 'dark' ? [0.16, 1] : [0, 0.62];
  let share = 0;
  const mixed = () => color.map((part) => part + (target - part) * share);
  while (share < 0.6 && (luminance(mixed()) < low || luminance(mixed()) > high)) share += 0.05;
  return mixed();
}

/** [r, g, b] from 0 to 1 to "#F58220". */
export const hexOf = (color) => `#${color.map((part) => Math.round(part * 255).toString(16).padStart(2, '0')).join('')}`;

/** Near-black or white, whichever stands out more from the color: 4.5 to 1 or better on any. */
export const inkOn = (hex) => (luminance(rgb(hex)) > 0.185 ? '101820' : 'FFFFFF');
