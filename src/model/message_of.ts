/** Reasons of system errors in words; their own messages differ between runtimes and repeat the path. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EISDIR: "it is a directory",
  ELOOP: "too many symbolic links",
  EMFILE: "too many open files",
  ENOENT: "file does not exist",
  ENOTDIR: "a part of the path is not a directory",
  EPERM: "permission denied",
};

/**
 * Returns the message of something that was thrown.
 *
 * @param thrown An error, or any other value
 * @returns The message of an error, for errors of the file system in words; other values as text
 */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { code } = thrown as { readonly code?: unknown };
  return typeof code === "string" && REASONS[code] || thrown.message;
}
