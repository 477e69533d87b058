/** Finds out what is behind a failure: runtimes wrap it, some of them into "fetch failed". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, code } = error as { readonly cause?: unknown; readonly code?: unknown };
  const [first] = error instanceof AggregateError ? error.errors : [];
  if (first instanceof Error) return reasonOf(first);
  if (cause instanceof Error) return reasonOf(cause);
  return error.message || String(code ?? error.name);
}
