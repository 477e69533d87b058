/** Calls a function that throws if a value is unsupported or not permitted. Returns `undefined` in that case. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
