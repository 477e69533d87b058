/** Keeps the last result: scrapers ask with the same headers each time. */
export function rememberLast<A, R>(compute: (argument: A) => R): (argument: A) => R {
  let last: { readonly argument: A; readonly result: R } | undefined;
  return function remember(argument) {
    if (last?.argument !== argument || last === undefined) last = { argument, result: compute(argument) };
    return last.result;
  };
}
