import { prefersStillness } from '../settings.js';
import { fragmentShader, vertexShader } from './vehicle-shader.js';
import { iconCount, iconOf, iconRow } from './icons.js';
import { hexOf, inkOn, lineColor, mapThemes, rgb } from './theme.js';
import { punctuality } from '../format.js';

/** Floats of one vehicle: way 4, timing 4, heading 2, color 4, marks 4. */
const stride = 18;
const sizes = [4, 4, 2, 4, 4];
const iconPixels = 64;
/** A vehicle glides from report to report in about the time between them; longer gaps are not stretched. */
const shortestGlide = 0.6;
const longestGlide = 20;
/** From here on a vehicle did not drive there: it is set down at its new place. */
const jumpMeters = 3000;
const earthMeters = 40_075_017;
const noHeading = 100;
/** Motion is slow on a map: more pictures a second would be spent for nothing. */
const framesPerSecond = 30;
/** Silence of a vehicle in seconds of the hub: dim, then a ghost. */
export const dimSeconds = 60;
export const ghostSeconds = 180;
const late = { late: 1, early: 2 };

/**
 * The vehicles, on a canvas of their own above the map: while they glide only this canvas is drawn, with one call, and
 * the map below rests. benchmarks/results/live-map.md has the cost beside other ways.
 */
export class VehicleLayer {
  #map;
  #canvas;
  #gl;
  #clock;
  #origin = null;
  #epoch = 0;
  #slots = new Map();
  #ids = [];
  #data = new Float32Array(stride * 256);
  #buffer;
  #uniforms;
  #dirty = { from: Infinity, to: -1 };
  #movingUntil = 0;
  #frame = 0;
  #drawnAt = 0;
  #theme;
  #network;
  #chosen = null;
  #route = null;
  /** Milliseconds of script in the frames drawn since it was last read, for measuring. */
  cost = { frames: 0, milliseconds: 0 };

  /** @throws Error when the browser has no WebGL 2 */
  constructor(map, canvas, clock, theme) {
    this.#map = map;
    this.#canvas = canvas;
    this.#clock = clock;
    this.#theme = theme;
    this.#gl = canvas.getContext('webgl2', { alpha: true, antialias: false, premultipliedAlpha: true });
    if (this.#gl === null) throw new Error('no WebGL 2');
    canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
    canvas.addEventListener('webglcontextrestored', () => {
      this.#prepare();
      this.#dirty = { from: 0, to: this.#ids.length - 1 };
      this.wake();
    });
    this.#prepare();
    map.on('render', () => this.#draw());
    new ResizeObserver(() => this.wake()).observe(canvas);
  }

  set theme(theme) {
    this.#theme = theme;
    this.#paintAll();
  }

  set network(network) {
    this.#network = network;
    this.#paintAll();
  }

  /** The vehicle that is shown in the panel, and the line; others are set back. */
  choose(vehicleId, routeId) {
    this.#chosen = vehicleId;
    this.#route = routeId;
    this.#paintAll();
  }

  clear() {
    this.#slots.clear();
    this.#ids = [];
    this.wake();
  }

  /** Takes vehicles' new places. */
  take(changed, removed) {
    const now = this.#pageNow();
    for (const id of removed) this.#remove(id);
    for (const vehicle of changed) this.#place(vehicle, now);
    this.wake();
  }

  /** Draws soon, and goes on while anything moves. */
  wake() {
    if (this.#frame === 0) this.#frame = requestAnimationFrame((at) => this.#tick(at));
  }

  /** Where a vehicle is drawn now, [longitude, latitude]; null: it is not. */
  positionOf(id) {
    const slot = this.#slots.get(id);
    if (slot === undefined) return null;
    const [x, y] = this.#at(slot, this.#pageNow());
    return [(x + this.#origin[0]) * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * (y + this.#origin[1])))) * 180) / Math.PI];
  }

  /** The vehicle nearest to a place on the screen, within so many pixels; null: none. */
  nearest(point, within) {
    if (this.#ids.length === 0) return null;
    const [a, b] = this.#screenRows();
    const now = this.#pageNow();
    let best = { id: null, distance: within };
    for (let slot = 0; slot < this.#ids.length; slot++) {
      if (this.#data[slot * stride + 17] >= 4) continue;
      const [x, y] = this.#at(slot, now);
      const distance = Math.hypot(a[0] * x + a[1] * y + a[2] - point.x, b[0] * x + b[1] * y + b[2] - point.y);
      if (distance < best.distance) best = { id: this.#ids[slot].id, distance };
    }
    return best.id;
  }

  #pageNow() {
    return performance.now() / 1000 - this.#epoch;
  }

  #at(slot, now) {
    const at = slot * stride;
    const d = this.#data;
    const share = d[at + 5] <= 0 ? 1 : Math.min(Math.max((now - d[at + 4]) / d[at + 5], 0), 1);
    return [d[at] + (d[at + 2] - d[at]) * share, d[at + 1] + (d[at + 3] - d[at + 1]) * share];
  }

  #place(vehicle, now) {
    const mercatorX = (vehicle.lon + 180) / 360;
    const mercatorY = (1 - Math.asinh(Math.tan((vehicle.lat * Math.PI) / 180)) / Math.PI) / 2;
    // Single precision is kept by counting from a place nearby: centimeters at a hundred kilometers.
    this.#origin ??= [mercatorX, mercatorY];
    const [x, y] = [mercatorX - this.#origin[0], mercatorY - this.#origin[1]];
    let slot = this.#slots.get(vehicle.id);
    const isNew = slot === undefined;
    if (isNew) slot = this.#add(vehicle.id);
    const at = slot * stride;
    const d = this.#data;
    const entry = this.#ids[slot];
    const [fromX, fromY] = isNew ? [x, y] : this.#at(slot, now);
    const meters = Math.hypot(x - fromX, y - fromY) * earthMeters * Math.cos((vehicle.lat * Math.PI) / 180);
    const glides = !isNew && meters > 0.5 && meters < jumpMeters && !prefersStillness() && document.visibilityState === 'visible';
    const duration = glides ? Math.min(Math.max(now - entry.reportedAt, shortestGlide), longestGlide) : 0;
    d.set(glides ? [fromX, fromY, x, y, now, duration] : [x, y, x, y, now, 0], at);
    d[at + 6] = vehicle.received_at - this.#hubEpoch();
    this.#turn(at, vehicle, isNew);
    entry.reportedAt = now;
    entry.vehicle = vehicle;
    this.#movingUntil = Math.max(this.#movingUntil, now + duration);
    this.#paint(slot, vehicle);
  }

  #turn(at, vehicle, isNew) {
    const d = this.#data;
    if (vehicle.bearing === undefined || vehicle.bearing === null) {
      d[at + 8] = d[at + 9] = noHeading;
      return;
    }
    const to = (vehicle.bearing * Math.PI) / 180;
    const from = isNew || d[at + 9] >= noHeading ? to : d[at + 9] % (2 * Math.PI);
    // The shorter way round.
    d[at + 8] = from + (from - to > Math.PI ? -2 * Math.PI : to - from > Math.PI ? 2 * Math.PI : 0);
    d[at + 9] = to;
  }

  #paintAll() {
    this.#ids.forEach((entry, slot) => this.#paint(slot, entry.vehicle));
    this.wake();
  }

  #paint(slot, vehicle) {
    const at = slot * stride;
    const route = this.#network?.routeOf(vehicle);
    const color = route === undefined ? rgb('6B7780') : lineColor(route, this.#theme);
    const isChosen = vehicle.id === this.#chosen;
    const isSetBack = !isChosen && this.#route !== null && vehicle.route_id !== this.#route;
    this.#data.set([...color, 1, iconOf(route?.mode ?? 'other'), inkOn(hexOf(color).slice(1)) === 'FFFFFF' ? 1 : 0.06, late[punctuality(vehicle.delay_seconds)] ?? 0,
      (vehicle.match?.matched === false ? 1 : 0) + (isChosen ? 2 : 0) + (isSetBack ? 4 : 0)], at + 10);
    this.#touch(slot);
  }

  #add(id) {
    const slot = this.#ids.length;
    this.#slots.set(id, slot);
    this.#ids.push({ id, vehicle: null, reportedAt: this.#pageNow() });
    if (this.#ids.length * stride > this.#data.length) {
      const grown = new Float32Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
      this.#dirty = { from: 0, to: slot, isGrown: true };
    }
    return slot;
  }

  /** The last one takes the place that became free. */
  #remove(id) {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.#slots.delete(id);
    const last = this.#ids.pop();
    if (last.id === id) return;
    this.#ids[slot] = last;
    this.#slots.set(last.id, slot);
    this.#data.copyWithin(slot * stride, this.#ids.length * stride, (this.#ids.length + 1) * stride);
    this.#touch(slot);
  }

  #touch(slot) {
    this.#dirty.from = Math.min(this.#dirty.from, slot);
    this.#dirty.to = Math.max(this.#dirty.to, slot);
  }

  #hubZero = null;

  #hubEpoch() {
    this.#hubZero ??= this.#clock.now();
    return this.#hubZero;
  }

  /** Counts times anew each hour, since single precision holds only so many milliseconds. */
  #countAnew() {
    const [page, hub] = [this.#pageNow(), this.#clock.now() - this.#hubEpoch()];
    if (page < 3600) return;
    this.#epoch += page;
    this.#hubZero += hub;
    this.#movingUntil -= page;
    this.#ids.forEach((entry, slot) => {
      entry.reportedAt -= page;
      this.#data[slot * stride + 4] -= page;
      this.#data[slot * stride + 6] -= hub;
    });
    this.#dirty = { from: 0, to: this.#ids.length - 1 };
  }

  #tick(at) {
    this.#frame = 0;
    this.#countAnew();
    const moving = this.#pageNow() < this.#movingUntil;
    // While the map itself moves, its own render event draws.
    if (!this.#map.isMoving() && (at - this.#drawnAt >= 1000 / framesPerSecond - 4 || !moving)) {
      this.#drawnAt = at;
      this.#draw();
    }
    if (moving) this.wake();
  }

  #draw() {
    const started = performance.now();
    const gl = this.#gl;
    if (gl.isContextLost()) return;
    const scale = Math.min(devicePixelRatio, 2);
    const [width, height] = [Math.round(this.#canvas.clientWidth * scale), Math.round(this.#canvas.clientHeight * scale)];
    if (this.#canvas.width !== width || this.#canvas.height !== height) [this.#canvas.width, this.#canvas.height] = [width, height];
    gl.viewport(0, 0, width, height);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (this.#ids.length > 0 && width > 0) {
      this.#raiseChosen();
      this.#upload();
      this.#setUniforms(width / scale, height / scale, scale);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.#ids.length);
    }
    this.cost.frames++;
    this.cost.milliseconds += performance.now() - started;
  }

  /** The chosen one is drawn last, so that no other hides it. */
  #raiseChosen() {
    const slot = this.#slots.get(this.#chosen);
    const last = this.#ids.length - 1;
    if (slot === undefined || slot === last) return;
    const row = this.#data.slice(slot * stride, (slot + 1) * stride);
    this.#data.copyWithin(slot * stride, last * stride, (last + 1) * stride);
    this.#data.set(row, last * stride);
    [this.#ids[slot], this.#ids[last]] = [this.#ids[last], this.#ids[slot]];
    for (const at of [slot, last]) {
      this.#slots.set(this.#ids[at].id, at);
      this.#touch(at);
    }
  }

  #upload() {
    if (this.#dirty.to < 0) return;
    const gl = this.#gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    if (this.#dirty.isGrown) {
      gl.bufferData(gl.ARRAY_BUFFER, this.#data, gl.DYNAMIC_DRAW);
    } else {
      const to = Math.min(this.#dirty.to, this.#ids.length - 1);
      if (to >= this.#dirty.from) gl.bufferSubData(gl.ARRAY_BUFFER, this.#dirty.from * stride * 4, this.#data, this.#dirty.from * stride, (to - this.#dirty.from + 1) * stride);
    }
    this.#dirty = { from: Infinity, to: -1 };
  }

  #setUniforms(width, height, scale) {
    const gl = this.#gl;
    const zoom = this.#map.getZoom();
    const size = 4 + 7.5 * Math.min(Math.max((zoom - 9.5) / 4, 0), 1.25);
    const [rowX, rowY] = this.#screenRows();
    const colors = mapThemes[this.#theme];
    gl.uniform4f(this.#uniforms.toScreenX, ...rowX, 0);
    gl.uniform4f(this.#uniforms.toScreenY, ...rowY, 0);
    gl.uniform2f(this.#uniforms.viewport, width, height);
    gl.uniform1f(this.#uniforms.pageNow, this.#pageNow());
    gl.uniform1f(this.#uniforms.hubNow, this.#clock.now() - this.#hubEpoch());
    gl.uniform1f(this.#uniforms.radius, size);
    gl.uniform1f(this.#uniforms.pixels, size * scale);
    gl.uniform1f(this.#uniforms.turn, (this.#map.getBearing() * Math.PI) / 180);
    gl.uniform2f(this.#uniforms.ages, dimSeconds, ghostSeconds);
    gl.uniform3f(this.#uniforms.edgeColor, ...colors.vehicleEdge);
    gl.uniform3f(this.#uniforms.ghostColor, ...colors.ghost);
  }

  /** The map is flat, so mercator to screen is linear: three projected places give it. */
  #screenRows() {
    const far = 1 / 256;
    const lngLat = (x, y) => [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
    const [x, y] = this.#origin;
    const [zero, east, south] = [[x, y], [x + far, y], [x, y + far]].map(([px, py]) => this.#map.project(lngLat(px, py)));
    return [
      [(east.x - zero.x) / far, (south.x - zero.x) / far, zero.x],
      [(east.y - zero.y) / far, (south.y - zero.y) / far, zero.y],
    ];
  }

  #prepare() {
    const gl = this.#gl;
    const program = linked(gl);
    gl.useProgram(program);
    const uniform = (name) => gl.getUniformLocation(program, name);
    this.#uniforms = Object.fromEntries(['toScreenX', 'toScreenY', 'viewport', 'pageNow', 'hubNow', 'radius', 'pixels', 'turn', 'ages', 'edgeColor', 'ghostColor'].map((name) => [name, uniform(name)]));
    gl.uniform1f(uniform('iconCount'), iconCount);
    const corners = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    this.#buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    gl.bufferData(gl.ARRAY_BUFFER, this.#data, gl.DYNAMIC_DRAW);
    let offset = 0;
    sizes.forEach((size, at) => {
      gl.enableVertexAttribArray(at + 1);
      gl.vertexAttribPointer(at + 1, size, gl.FLOAT, false, stride * 4, offset * 4);
      gl.vertexAttribDivisor(at + 1, 1);
      offset += size;
    });
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, iconRow(iconPixels));
    gl.generateMipmap(gl.TEXTURE_2D);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.clearColor(0, 0, 0, 0);
  }
}

function linked(gl) {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, vertexShader], [gl.FRAGMENT_SHADER, fragmentShader]]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) throw new Error(gl.getShaderInfoLog(shader));
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return program;
}
