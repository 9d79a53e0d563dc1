import { figuresOf } from '../hub/crowding.js';
import { crowdThemes } from './theme.js';

/** Drawings of the modes on a grid of 24, all in one path each; the same in lists and on the map. */
export const modeDrawings = {
  bus: 'M6 4h12c1.7 0 3 1.2 3 3v9.5c0 .9-.6 1.5-1.5 1.7V20c0 .6-.4 1-1 1H17c-.6 0-1-.4-1-1v-1.7H8V20c0 .6-.4 1-1 1H5.500c-.6 0-1-.4-1-1v-1.800C3.600 18 3 17.400 3 16.500V7c0-1.800 1.300-3 3-3zm-.5 3v5h13V7zM7 14.300a1.400 1.400 0 1 0 0 2.800 1.400 1.400 0 0 0 0-2.800zm10 0a1.400 1.400 0 1 0 0 2.800 1.400 1.400 0 0 0 0-2.800z',
  ferry: 'M10.500 2.500h3V5H17c.8 0 1.500.7 1.500 1.500v3.700l2 .7c.8.300 1.200 1.100.9 1.900l-1.800 4.700c-1.200 0-2.300-.400-3.300-1.100-1.300.9-2.700 1.300-4.300 1.300s-3-.400-4.300-1.300c-1 .7-2.100 1.100-3.300 1.100l-1.800-4.700c-.300-.8.1-1.600.9-1.900l2-.7V6.500C5.500 5.700 6.200 5 7 5h3.500zM7.500 7v2.500L12 8l4.500 1.500V7zM3 19.300c1.500 0 3-.400 4.500-1.300 2.800 1.700 6.200 1.700 9 0 1.500.9 3 1.300 4.500 1.300v2c-1.500 0-3.100-.4-4.500-1.100-2.800 1.500-6.200 1.500-9 0-1.400.7-3 1.100-4.500 1.100z',
  metro: 'M8 2.500h8c2.500 0 4 1.600 4 4V15c0 2.200-1.600 3.800-3.700 4l1.700 2.500h-2.400L14 19h-4l-1.600 2.500H6L7.700 19C5.600 18.800 4 17.200 4 15V6.500c0-2.400 1.500-4 4-4zM6.300 7v4.500h11.400V7zM8 13.700a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3zm8 0a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3z',
  tram: 'M11 2h2v2h3v1.600h-3.200l-.3 1.400H15c2 0 3.500 1.500 3.500 3.500v6c0 1.700-1 3-2.600 3.400L17.500 22h-2.300L14 20h-4l-1.200 2H6.500l1.600-2.100C6.500 19.500 5.500 18.200 5.500 16.500v-6C5.500 8.500 7 7 9 7h1.500l.3-1.400H8V4h3zM7.500 10v4h9v-4zM9 15.500a1.300 1.300 0 1 0 0 2.600 1.300 1.300 0 0 0 0-2.600zm6 0a1.300 1.300 0 1 0 0 2.600 1.300 1.300 0 0 0 0-2.600z',
  cable: 'M3 4.500 21 2v2L13 5.100V8h3.500C18.400 8 20 9.600 20 11.500V18c0 2-1.500 3.500-3.500 3.500h-9C5.500 21.500 4 20 4 18v-6.500C4 9.600 5.600 8 7.500 8H11V5.400L3 6.500zM6.200 11v4.500h4.600V11zm7 0v4.500h4.600V11z',
  other: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zm0 4.500a4 4 0 1 1 0 8 4 4 0 0 1 0-8z',
};

modeDrawings.rail = modeDrawings.metro;
modeDrawings.monorail = modeDrawings.metro;
modeDrawings.trolleybus = modeDrawings.bus;
modeDrawings.cable_car = modeDrawings.tram;
modeDrawings.funicular = modeDrawings.cable;
modeDrawings.aerial_lift = modeDrawings.cable;

/** The order of the drawings in the vehicles' texture; the two badges come last. */
const inTexture = ['bus', 'ferry', 'metro', 'tram', 'cable', 'other'];
const badges = ['M10.400 4h3.200l-.5 10h-2.200zM12 16a2 2 0 1 1 0 4 2 2 0 0 1 0-4z', 'M4.500 10h15v4h-15z'];

export const iconCount = inTexture.length + badges.length;

export function iconOf(mode) {
  const drawing = modeDrawings[mode] ?? modeDrawings.other;
  return inTexture.findIndex((name) => modeDrawings[name] === drawing);
}

/** A canvas with all drawings in a row, white on nothing. */
export function iconRow(size) {
  const canvas = document.createElement('canvas');
  canvas.width = size * iconCount;
  canvas.height = size;
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  [...inTexture.map((name) => modeDrawings[name]), ...badges].forEach((path, at) => {
    context.setTransform(size / 24, 0, 0, size / 24, at * size, 0);
    context.fill(new Path2D(path));
  });
  return canvas;
}

/** A person, head and shoulders. */
export const figure = 'M12 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9zM3.800 21.500c0-5 3.400-8.300 8.200-8.300s8.200 3.300 8.200 8.300z';

/** How full a stop is: three figures on a plate, filled by level; a plate of its own color when there is no room. */
export function crowdImage(level, theme) {
  const [width, height] = [92, 48];
  const { plate, edge, colors, faint } = crowdThemes[theme];
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const isFull = level === 'full';
  context.fillStyle = isFull ? colors.full : plate;
  context.strokeStyle = isFull ? plate : level === 'empty' ? edge : colors[level];
  context.lineWidth = 4;
  context.beginPath();
  context.roundRect(3, 3, width - 6, height - 6, 20);
  context.fill();
  context.stroke();
  for (let at = 0; at < 3; at++) {
    context.setTransform(1.15, 0, 0, 1.15, 11.500 + at * 21, 10);
    context.fillStyle = isFull ? plate : at < figuresOf(level) ? colors[level] : faint;
    context.fill(new Path2D(figure));
  }
  return context.getImageData(0, 0, width, height);
}

/** The mark of a camera: crossed out when it is not there, with a dot when something is wrong with it. */
export function cameraImage(theme, state = 'well') {
  const size = 52;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d');
  context.fillStyle = theme === 'dark' ? '#e7edf0' : '#27343d';
  context.beginPath();
  context.roundRect(3, 3, size - 6, size - 6, 12);
  context.fill();
  context.fillStyle = theme === 'dark' ? '#12181d' : '#ffffff';
  context.setTransform(1.5, 0, 0, 1.5, 8, 8);
  context.fill(new Path2D('M3 7.500C3 6.700 3.700 6 4.500 6h9c.8 0 1.500.7 1.500 1.500v2.200l5-2.900c.400-.300 1 0 1 .6v9.200c0 .6-.6.9-1 .6l-5-2.900v2.200c0 .8-.7 1.500-1.500 1.500h-9C3.700 18 3 17.300 3 16.500z'));
  if (state !== 'well') markCamera(context, state, theme);
  return context.getImageData(0, 0, size, size);
}

function markCamera(context, state, theme) {
  const ground = theme === 'dark' ? '#12181d' : '#ffffff';
  context.setTransform(1, 0, 0, 1, 0, 0);
  if (state === 'offline') {
    context.lineCap = 'round';
    for (const [width, color] of [[9, theme === 'dark' ? '#e7edf0' : '#27343d'], [4, '#e5484d']]) {
      context.lineWidth = width;
      context.strokeStyle = color;
      context.beginPath();
      context.moveTo(10, 42);
      context.lineTo(42, 10);
      context.stroke();
    }
    return;
  }
  context.beginPath();
  context.arc(40, 12, 11, 0, 2 * Math.PI);
  context.fillStyle = '#f0a800';
  context.fill();
  context.lineWidth = 3;
  context.strokeStyle = ground;
  context.stroke();
  context.fillStyle = '#1b1300';
  context.fillRect(38.500, 5, 3, 8);
  context.fillRect(38.500, 15, 3, 3);
}
