const INTERVAL_MS = 50;

/**
 * Waits until something is so, looking again and again.
 *
 * @param isSo The condition
 * @param limitMs When to give up
 * @throws {Error} If it has not come about
 */
export async function until(isSo: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!await isSo()) {
    if (Date.now() > end) throw new Error(`Not so after ${limitMs} ms: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}
