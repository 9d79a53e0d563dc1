/**
 * Draws all vehicles with one call. Each instance carries where it was, where it is going and when it set out, so that
 * motion costs the processor nothing: between two reports only the time changes.
 */
export const vertexShader = `#version 300 es
precision highp float;
layout(location = 0) in vec2 corner;      // the quad, -1 to 1
layout(location = 1) in vec4 way;         // from x, y, to x, y: mercator, from the layer's origin
layout(location = 2) in vec4 timing;      // start, duration (seconds of the page), measured (seconds of the hub), spare
layout(location = 3) in vec2 heading;     // bearing from, to: radians clockwise from north; to beyond 90: none
layout(location = 4) in vec4 color;
layout(location = 5) in vec4 marks;       // icon, ink (0 dark, 1 light), badge (0 none, 1 late, 2 early), flags: 1 no trip, 2 chosen, 4 set back

uniform vec4 toScreenX;                   // x, y, 1 -> pixels from the left
uniform vec4 toScreenY;
uniform vec2 viewport;                    // CSS pixels
uniform float pageNow;
uniform float hubNow;
uniform float radius;                     // CSS pixels
uniform float turn;                       // of the map, radians
uniform vec2 ages;                        // dim, ghost: seconds

out vec2 place;                           // CSS pixels from the middle
out vec2 nose;
out float hasNose;
out vec4 fill;
flat out vec4 look;
out float presence;

void main() {
  float share = timing.y <= 0.0 ? 1.0 : clamp((pageNow - timing.x) / timing.y, 0.0, 1.0);
  vec2 at = mix(way.xy, way.zw, share);
  vec2 screen = vec2(dot(toScreenX.xyz, vec3(at, 1.0)), dot(toScreenY.xyz, vec3(at, 1.0)));
  bool chosen = mod(floor(marks.w / 2.0), 2.0) > 0.5;
  float size = chosen ? radius * 1.25 : radius;
  float reach = size * 2.2 + 3.0;
  place = corner * reach / size;          // from here in radii
  float angle = mix(heading.x, heading.y, min(1.0, share * 3.0)) - turn;
  hasNose = heading.y < 90.0 ? 1.0 : 0.0;
  nose = vec2(sin(angle), -cos(angle));
  fill = color;
  look = marks;
  float age = hubNow - timing.z;
  presence = age < ages.x ? 1.0 : age < ages.y ? 0.62 : 0.34;
  vec2 clip = (screen + corner * reach) / viewport * 2.0 - 1.0;
  gl_Position = vec4(clip.x, -clip.y, 0.0, 1.0);
}`;

export const fragmentShader = `#version 300 es
precision highp float;
in vec2 place;
in vec2 nose;
in float hasNose;
in vec4 fill;
flat in vec4 look;
in float presence;

uniform sampler2D icons;                  // a row of white drawings
uniform float iconCount;
uniform float pixels;                     // of the radius, on the device
uniform vec3 edgeColor;
uniform vec3 ghostColor;

out vec4 shown;

// Distance to a drop: a disc that runs out into a point ahead.
float drop(vec2 p, vec2 ahead, float grown) {
  float disc = length(p) - 1.0 - grown;
  float along = dot(p, ahead);
  float across = abs(p.x * ahead.y - p.y * ahead.x);
  const float tip = 1.72;
  // The two sides touch the disc and meet at the tip.
  float sine = 1.0 / tip;
  float cosine = sqrt(1.0 - sine * sine);
  float side = across * cosine + (along - tip) * sine - grown;
  float wedge = max(side, sine - along);
  return min(disc, mix(10.0, wedge, hasNose));
}

vec4 icon(float index, vec2 at) {
  vec2 uv = at * 0.5 + 0.5;
  if (any(lessThan(uv, vec2(0.0))) || any(greaterThan(uv, vec2(1.0)))) return vec4(0.0);
  return texture(icons, vec2((index + uv.x) / iconCount, uv.y));
}

vec4 over(vec4 below, vec3 color, float alpha) {
  return vec4(color * alpha, alpha) + below * (1.0 - alpha);
}

void main() {
  float soft = 1.0 / pixels;
  bool noTrip = mod(look.w, 2.0) > 0.5;
  bool chosen = mod(floor(look.w / 2.0), 2.0) > 0.5;
  bool setBack = look.w > 3.5;
  float distance = drop(place, nose, 0.0);
  vec3 body = presence < 0.5 ? mix(fill.rgb, ghostColor, 0.7) : fill.rgb;
  vec4 result = vec4(0.0);
  result = over(result, vec3(0.0), 0.2 * (1.0 - smoothstep(0.0, 0.3, distance - 0.16)));
  if (chosen) {
    float ring = abs(length(place) - 1.75) - 0.16;
    result = over(result, vec3(1.0, 0.72, 0.11), 1.0 - smoothstep(-soft, soft, ring));
  }
  float edge = max(0.17, 1.1 * soft);
  result = over(result, edgeColor, 1.0 - smoothstep(-soft, soft, distance - edge));
  float legible = smoothstep(6.0, 8.5, pixels);
  if (noTrip) {
    // Hollow: its trip is not known.
    result = over(result, body, 1.0 - smoothstep(-soft, soft, abs(distance + 0.13) - max(0.1, 0.7 * soft)));
    result = over(result, body, icon(look.x, place / 0.62).a * legible);
  } else {
    result = over(result, body, 1.0 - smoothstep(-soft, soft, distance));
    result = over(result, vec3(look.y), icon(look.x, place / 0.78).a * legible);
  }
  if (look.z > 0.5 && pixels > 8.0) {
    vec2 at = (place - vec2(0.86, -0.86)) / 0.62;
    float badge = length(at) - 1.0;
    vec3 color = look.z < 1.5 ? vec3(0.76, 0.16, 0.05) : vec3(0.09, 0.33, 0.74);
    result = over(result, vec3(1.0), 1.0 - smoothstep(-soft, soft, badge - 0.16));
    result = over(result, color, 1.0 - smoothstep(-soft, soft, badge));
    result = over(result, vec3(1.0), icon(iconCount - (look.z < 1.5 ? 2.0 : 1.0), at / 0.86).a);
  }
  shown = result * presence * (setBack ? 0.16 : 1.0);
}`;
