/** As many points as a chart can show apart. */
const mostPoints = 72;

/**
 * A feed's last hours: { times, stepSeconds, series, refused }: times in Unix seconds, and by name one value a time, null where there is none.
 * Null: the hub keeps no history yet.
 */
export async function readHistory(context, hours = 6) {
  let told;
  try {
    told = await context.read(`/v1/feeds/${encodeURIComponent(context.feed)}/history`, { hours });
  } catch (error) {
    if (error.status === 404 || error.status === 503) return null;
    throw error;
  }
  const length = Math.max(0, ...Object.values(told.series ?? {}).map((values) => values.length));
  if (length === 0) return null;
  const fold = Math.ceil(length / mostPoints);
  const folded = (named, how) => Object.fromEntries(Object.entries(named ?? {}).map(([name, values]) => [name, inSteps(values, fold, how(name))]));
  return {
    times: Array.from({ length: Math.ceil(length / fold) }, (_, at) => told.from + at * fold * told.step_seconds), stepSeconds: told.step_seconds,
    series: folded(told.series, (name) => (name.includes('age') ? largest : mean)), refused: folded(told.refused_by_reason, () => mean),
  };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const largest = (values) => Math.max(...values);

/** One value of every so many; null where there is none at all. */
function inSteps(values, fold, how) {
  const steps = [];
  for (let at = 0; at < values.length; at += fold) {
    const known = values.slice(at, at + fold).filter((value) => value !== null);
    steps.push(known.length === 0 ? null : how(known));
  }
  return steps;
}

/** A minute's worth of what was counted in each of the hub's steps. */
export const aMinute = (values, stepSeconds) => (values ?? []).map((value) => (value === null ? null : (value * 60) / stepSeconds));
