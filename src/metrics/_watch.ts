/**
 * Runs a function, and calls back when it returns, throws or its promise settles.
 *
 * @param fn The function, which may be async
 * @param onEnd Called at the end, with the error if there is one
 * @returns The result of the function
 * @throws The error that the function throws
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
