/**
 * Runs a function, and tells when it has ended, well or not.
 *
 * @param fn The function, which may be async
 * @param onEnd Called with what was thrown, if anything was
 * @returns What the function returns
 * @throws What the function throws
 */
export function watch<R>(fn: () => R, onEnd: (error?: { readonly thrown: unknown }) => void): R {
  let result: R;
  try {
    result = fn();
  } catch (thrown) {
    onEnd({ thrown });
    throw thrown;
  }
  if (!(result instanceof Promise)) {
    onEnd();
    return result;
  }
  return result.then(
    (value: unknown) => {
      onEnd();
      return value;
    },
    (thrown: unknown) => {
      onEnd({ thrown });
      throw thrown;
    },
  ) as R;
}
