/** Reads what may not be there, or not be allowed: runtimes throw for both. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
