import { modeOrder } from '../hub/network.js';
import { hexOf, lineColor } from './theme.js';

/** Grid on which lines are compared, degrees: about 150 m, wider than a river line strays from another. */
const cell = 0.0015;
/** From this share of the longer line in common, two lines are drawn beside each other: a ferry across a river is not part of the line along it. */
const commonShare = 0.3;
/** Lines farther out would leave their street or river. */
const farthestSlot = 2;

/** The lines of a network as GeoJSON, those that share a way side by side, and the places of its stops. */
export function linesOf(network, theme) {
  const lines = network.routes.flatMap((route, index) => route.lines.map((flat) => ({ route, index, points: pairs(flat) })));
  for (const mode of modeOrder) spread(lines.filter((line) => line.route.mode === mode));
  return {
    type: 'FeatureCollection',
    features: lines.map(({ route, points, slot }) => ({
      type: 'Feature',
      properties: {
        id: route.id, mode: route.mode, group: groupOf(route.mode), color: hexOf(lineColor(route, theme)), slot: slot ?? 0,
        rank: modeOrder.length - modeOrder.indexOf(route.mode),
      },
      geometry: { type: 'LineString', coordinates: points },
    })),
  };
}

/** Stops as GeoJSON; names are put in by language. */
export function stopsOf(network) {
  return {
    type: 'FeatureCollection',
    features: network.stops.map((stop) => {
      const mode = network.modeOf(stop);
      return {
        type: 'Feature',
        properties: {
          id: stop.id, name: network.stopName(stop), group: groupOf(mode), lines: stop.routes.length,
          // Interchanges and strong modes get their name first where there is no room for all.
          rank: modeOrder.indexOf(mode) * 10 - Math.min(stop.routes.length, 9),
        },
        geometry: { type: 'Point', coordinates: [stop.lon, stop.lat] },
      };
    }),
  };
}

/** How a mode is drawn: rail, water, road or other. */
export function groupOf(mode) {
  if (mode === 'ferry') return 'water';
  if (mode === 'bus' || mode === 'trolleybus' || mode === 'taxi') return 'road';
  return mode === 'air' || mode === 'other' || mode === undefined ? 'other' : 'rail';
}

function pairs(flat) {
  const points = [];
  for (let at = 0; at < flat.length; at += 2) points.push([flat[at], flat[at + 1]]);
  return points;
}

/** Gives lines that share a way places beside each other: slots …, -1, 0, 1, … of a line's width. */
function spread(lines) {
  const cells = lines.map((line) => cellsOf(line.points));
  const groups = lines.map((_, at) => at);
  const rootOf = (at) => (groups[at] === at ? at : rootOf(groups[at]));
  for (let a = 0; a < lines.length; a++) {
    for (let b = a + 1; b < lines.length; b++) {
      if (lines[a].index !== lines[b].index && inCommon(cells[a], cells[b]) >= commonShare) groups[rootOf(b)] = rootOf(a);
    }
  }
  for (const root of new Set(lines.map((_, at) => rootOf(at)))) {
    const members = lines.filter((_, at) => rootOf(at) === root);
    const routes = [...new Set(members.map((line) => line.index))];
    for (const line of members) {
      // Beside means beside of the same direction.
      if (runsAgainst(line.points, members[0].points)) line.points.reverse();
      const slot = routes.indexOf(line.index) - (routes.length - 1) / 2;
      line.slot = Math.min(Math.max(slot, -farthestSlot), farthestSlot);
    }
  }
}

function cellsOf(points) {
  const cells = new Set();
  for (let at = 1; at < points.length; at++) {
    const [x, y] = points[at - 1];
    const [dx, dy] = [points[at][0] - x, points[at][1] - y];
    const steps = Math.max(1, Math.ceil(Math.hypot(dx, dy) / cell));
    for (let step = 0; step <= steps; step++) {
      cells.add(`${Math.round((x + (dx * step) / steps) / cell)},${Math.round((y + (dy * step) / steps) / cell)}`);
    }
  }
  return cells;
}

function inCommon(a, b) {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  if (few.size < many.size * commonShare) return 0;
  let common = 0;
  for (const key of few) common += many.has(key) ? 1 : 0;
  return many.size === 0 ? 0 : common / many.size;
}

const runsAgainst = (a, b) => {
  const [ax, ay, bx, by] = [a.at(-1)[0] - a[0][0], a.at(-1)[1] - a[0][1], b.at(-1)[0] - b[0][0], b.at(-1)[1] - b[0][1]];
  return ax * bx + ay * by < 0;
};
