/** What the hub refused, or that it could not be reached: status 0. `errors` are complaints by field, of a body that is not right; `problem` is all that it said; `retryAfter`: in how many seconds to ask again. */
export class HubError extends Error {
  constructor(status, problem, retryAfter = undefined) {
    super(problem.detail ?? problem.title ?? String(status));
    this.name = 'HubError';
    this.status = status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? {};
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** A clock that is set a little otherwise is not worth a word; the hub tells whole seconds. */
const closeSeconds = 2;
let aheadSeconds = 0;

/** The hub's time, Unix seconds: the clock of who looks may be wrong. */
export const now = () => Date.now() / 1000 + aheadSeconds;

/** Reads JSON. */
export const read = async (path, parameters = {}) => (await ask('GET', withQuery(path, parameters))).body;

/** Reads JSON and its tag, to be sent back as If-Match by who changes it. */
export async function readTagged(path, parameters = {}) {
  const { body, headers } = await ask('GET', withQuery(path, parameters));
  return { body, tag: headers.get('etag') };
}

/**
 * Writes. The body is sent as JSON, or as it is where it is bytes or a file.
 * @returns {Promise<{ status: number, body: any, headers: Headers }>} body null where there is none
 */
export const send = (method, path, body = undefined, headers = {}) => ask(method, path, body, headers);

function withQuery(path, parameters) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null));
  return query.size > 0 ? `${path}?${query}` : path;
}

async function ask(method, path, body, headers = {}) {
  const isRaw = body instanceof Blob || body instanceof ArrayBuffer;
  let response;
  try {
    response = await fetch(path, {
      method, body: body === undefined || isRaw ? body : JSON.stringify(body),
      // The name keeps browsers from opening a password window of their own.
      headers: { accept: 'application/json', 'x-requested-with': 'console', ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }), ...headers },
    });
  } catch {
    throw new HubError(0, {});
  }
  setClock(response.headers.get('date'));
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const answer = isJson ? await response.json().catch(() => null) : null;
  if (!response.ok && !(path === '/readyz' && answer !== null)) {
    throw new HubError(response.status, answer ?? {}, Number(response.headers.get('retry-after')) || undefined);
  }
  return { status: response.status, body: answer, headers: response.headers };
}

function setClock(told) {
  const ahead = (Date.parse(told) - Date.now()) / 1000;
  aheadSeconds = Math.abs(ahead) > closeSeconds ? ahead : 0;
}
