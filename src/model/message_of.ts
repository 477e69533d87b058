/**
 * Returns the message of something that was thrown.
 *
 * @param thrown An error, or any other value
 * @returns The message of an error; other values as text
 */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
