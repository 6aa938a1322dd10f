// What a reader may take along from a figure: fetched when somebody is about to take it.

const CHANGED = 409;

/** Fills parts.data with table, sentences, links and the rest: once for each view. */
export async function complete(parts) {
  const { data, view } = parts;
  if (data.table) return;
  parts.taken ??= { coming: fetched(data) };
  const { taken } = parts;
  try {
    taken.value = await taken.coming;
  } catch (error) {
    if (parts.taken === taken) parts.taken = null;
    throw error;
  }
  if (parts.view === view) Object.assign(parts.data, taken.value);
}

async function fetched({ code, release }) {
  const answer = await fetch(`/figure/${code}.json?release=${release}`);
  if (!answer.ok) throw Object.assign(new Error("not there"), { status: answer.status });
  return answer.json();
}

/** Why complete() failed, for the reader. */
export function whyNot(parts, error) {
  const { updated, offline } = parts.data.labels;
  return error.status === CHANGED ? updated : offline;
}
