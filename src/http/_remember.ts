/** Maximum number of results. When it is reached, all are forgotten: a server is scraped by a few clients. */
const MAX_RESULTS = 16;

/** Remembers results: scrapers send the same headers each time. */
export function remember<A, R>(compute: (argument: A) => R): (argument: A) => R {
  const results = new Map<A, { readonly value: R }>();
  return function recall(argument) {
    const known = results.get(argument);
    if (known !== undefined) return known.value;
    if (results.size === MAX_RESULTS) results.clear();
    const value = compute(argument);
    results.set(argument, { value });
    return value;
  };
}
