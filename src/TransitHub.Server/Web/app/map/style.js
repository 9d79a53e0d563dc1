import { mapThemes } from './theme.js';

const empty = { type: 'FeatureCollection', features: [] };

/** Drawn with the device's own fonts: a glyph server would be one more thing outside, and MapLibre keeps Thai clusters whole. */
const fonts = ['Noto Sans Thai', 'Sarabun', 'Noto Sans', 'Roboto', 'Helvetica Neue', 'Arial'];

const byZoom = (...stops) => ['interpolate', ['exponential', 1.6], ['zoom'], ...stops];
const isGroup = (...groups) => ['in', ['get', 'group'], ['literal', groups]];
const offset = byZoom(9, ['*', ['get', 'slot'], 1.6], 13, ['*', ['get', 'slot'], 3.6], 17, ['*', ['get', 'slot'], 7]);

/** Meters on the ground as line width: a river keeps its breadth. */
const water = (factor) => byZoom(8, 3 * factor, 11, 9 * factor, 13, 24 * factor, 15, 70 * factor, 18, 380 * factor);

/** The whole style: nothing in it is fetched. */
export function mapStyle(theme) {
  const colors = mapThemes[theme];
  return {
    version: 8,
    sources: {
      lines: { type: 'geojson', data: empty },
      stops: { type: 'geojson', data: empty },
      cameras: { type: 'geojson', data: empty },
      crowding: { type: 'geojson', data: empty },
      detours: { type: 'geojson', data: empty },
    },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': colors.land } },
      ...groundLayers(colors),
      ...lineLayers(colors),
      ...detourLayers(colors),
      ...stopLayers(colors),
      skippedLayer(colors),
      ...labelLayers(colors),
    ],
  };
}

/** The ground is made of the lines: where boats go is water, where buses go is a street. */
function groundLayers(colors) {
  const round = { 'line-cap': 'round', 'line-join': 'round' };
  return [
    { id: 'bank', type: 'line', source: 'lines', filter: isGroup('water'), layout: round, paint: { 'line-color': colors.bank, 'line-width': water(1.12) } },
    { id: 'water', type: 'line', source: 'lines', filter: isGroup('water'), layout: round, paint: { 'line-color': colors.water, 'line-width': water(1) } },
    { id: 'street-edge', type: 'line', source: 'lines', filter: isGroup('road'), layout: round, paint: { 'line-color': colors.streetEdge, 'line-width': byZoom(9, 3, 13, 9, 17, 44) } },
    { id: 'street', type: 'line', source: 'lines', filter: isGroup('road'), layout: round, paint: { 'line-color': colors.street, 'line-width': byZoom(9, 2, 13, 7, 17, 40) } },
  ];
}

function lineLayers(colors) {
  const layout = { 'line-join': 'round', 'line-cap': 'round', 'line-sort-key': ['get', 'rank'] };
  const color = ['get', 'color'];
  return [
    { id: 'line-road', type: 'line', source: 'lines', filter: isGroup('road', 'other'), layout, paint: { 'line-color': color, 'line-width': byZoom(9, 1.2, 13, 2.6, 17, 6), 'line-offset': offset } },
    // Boats are dashed, as on sea charts.
    { id: 'line-water', type: 'line', source: 'lines', filter: isGroup('water'), layout: { ...layout, 'line-cap': 'butt' }, paint: { 'line-color': color, 'line-width': byZoom(9, 1.4, 13, 3, 17, 6), 'line-offset': offset, 'line-dasharray': [2.2, 0.9] } },
    { id: 'line-rail-edge', type: 'line', source: 'lines', filter: isGroup('rail'), layout, paint: { 'line-color': colors.casing, 'line-width': byZoom(9, 4.4, 13, 8.4, 17, 16), 'line-offset': offset } },
    { id: 'line-rail', type: 'line', source: 'lines', filter: isGroup('rail'), layout, paint: { 'line-color': color, 'line-width': byZoom(9, 2.6, 13, 5.4, 17, 11), 'line-offset': offset } },
    // Rails have a bright thread within.
    { id: 'line-rail-thread', type: 'line', source: 'lines', minzoom: 11.5, filter: isGroup('rail'), layout, paint: { 'line-color': colors.casing, 'line-width': byZoom(11, 0.5, 13, 1.2, 17, 2.6), 'line-offset': offset, 'line-opacity': 0.85 } },
  ];
}

/** The way round in short dashes on a light edge, so that it shows on its line's color too. */
function detourLayers(colors) {
  const layout = { 'line-join': 'round', 'line-cap': 'butt' };
  const filter = ['==', ['get', 'kind'], 'way'];
  return [
    { id: 'detour-edge', type: 'line', source: 'detours', filter, layout, paint: { 'line-color': colors.casing, 'line-width': byZoom(9, 3.6, 13, 7, 17, 13) } },
    { id: 'detour', type: 'line', source: 'detours', filter, layout, paint: { 'line-color': '#e06c00', 'line-width': byZoom(9, 2, 13, 4, 17, 8), 'line-dasharray': [1.4, 0.8] } },
  ];
}

/** A ring round the stops left out, above the stops. */
function skippedLayer(colors) {
  return {
    id: 'stop-skipped', type: 'circle', source: 'detours', minzoom: 11, filter: ['==', ['get', 'kind'], 'skipped'],
    paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, 4, 17, 9], 'circle-color': colors.stop, 'circle-stroke-color': '#c62828', 'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 11, 2, 17, 4] },
  };
}

function stopLayers(colors) {
  const stop = (id, group, minzoom, radius, edge) => ({
    id, type: 'circle', source: 'stops', minzoom, filter: isGroup(...group),
    paint: {
      'circle-color': colors.stop, 'circle-stroke-color': colors.stopEdge,
      'circle-radius': ['interpolate', ['linear'], ['zoom'], minzoom, ['*', radius, 0.55], 14, ['case', ['>', ['get', 'lines'], 1], radius * 1.25, radius], 17, ['*', radius, 1.7]],
      'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], minzoom, edge * 0.6, 15, edge],
    },
  });
  return [
    stop('stop-road', ['road', 'other'], 12.5, 3.2, 1.4),
    stop('stop-water', ['water'], 11, 4, 2),
    stop('stop-rail', ['rail'], 10, 4.4, 2),
    {
      id: 'stop-chosen', type: 'circle', source: 'stops', filter: ['==', ['get', 'id'], ''],
      paint: { 'circle-radius': 11, 'circle-color': 'rgba(255,184,28,0.35)', 'circle-stroke-color': '#d98a00', 'circle-stroke-width': 3 },
    },
    {
      id: 'camera', type: 'symbol', source: 'cameras', minzoom: 10,
      layout: { 'icon-image': ['concat', 'camera-', ['get', 'state']], 'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.6, 15, 1], 'icon-allow-overlap': true },
      paint: { 'icon-opacity': ['case', ['<', ['get', 'trust'], 0.5], 0.6, 1] },
    },
    {
      id: 'crowding', type: 'symbol', source: 'crowding', minzoom: 9.5,
      layout: {
        'icon-image': ['concat', 'crowd-', ['get', 'level']], 'icon-anchor': 'bottom', 'icon-offset': [0, -13], 'icon-allow-overlap': true,
        'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.72, 13, 0.9, 16, 1.1], 'symbol-sort-key': ['get', 'rank'],
      },
    },
  ];
}

function labelLayers(colors) {
  const label = (id, group, minzoom, size) => ({
    id, type: 'symbol', source: 'stops', minzoom, filter: isGroup(...group),
    layout: {
      'text-field': ['get', 'name'], 'text-font': fonts, 'text-size': ['interpolate', ['linear'], ['zoom'], minzoom, size, 16, size + 3],
      'text-variable-anchor': ['left', 'right', 'bottom', 'top'], 'text-radial-offset': 0.75, 'text-justify': 'auto', 'text-max-width': 9,
      'text-padding': 4, 'symbol-sort-key': ['get', 'rank'], 'text-optional': true,
    },
    paint: { 'text-color': colors.text, 'text-halo-color': colors.halo, 'text-halo-width': 1.6, 'text-halo-blur': 0.4 },
  });
  return [label('label-road', ['road', 'other'], 14.2, 11), label('label-water', ['water'], 12.2, 11.5), label('label-rail', ['rail'], 11, 12)];
}

/** Layers whose lines a chosen line outshines. */
export const lineLayerIds = ['line-road', 'line-water', 'line-rail', 'line-rail-edge', 'line-rail-thread'];

/** Layers on which a click means a stop. */
export const stopLayerIds = ['stop-rail', 'stop-water', 'stop-road'];
