/** Reads JSON of the hub. Throws an Error with `status` 0 when there is no connection. */
export async function read(path, parameters = {}, signal = undefined) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null));
  let response;
  try {
    response = await fetch(query.size > 0 ? `${path}?${query}` : path, { headers: { accept: 'application/json' }, signal });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw Object.assign(new Error(`${path}: no connection`), { status: 0 });
  }
  if (!response.ok) throw Object.assign(new Error(`${path}: ${response.status}`), { status: response.status });
  return response.json();
}
