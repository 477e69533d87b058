import type { Deadline } from "./deadline.ts";
import { reasonOf, TargetError } from "./target_error.ts";

/** Statuses of answers that have no body, and must not be given one. */
const EMPTY = [204, 205, 304];

/**
 * Makes an answer that ends where it becomes too long or takes too much time.
 *
 * @param deadline Is ended with the body
 * @throws {TargetError} If it says itself that it is too long
 */
export function boundResponse(response: Response, url: URL, maxBytes: number, deadline: Deadline): Response {
  const { status, statusText, headers } = response;
  const tooLong = new TargetError(url, `its answer is longer than ${maxBytes} bytes`);
  if (Number(headers.get("content-length") ?? 0) > maxBytes && response.body !== null) {
    response.body.cancel().catch(() => {}); // it is not wanted, in whatever way it ends
    throw tooLong;
  }
  const hasBody = response.body !== null && !EMPTY.includes(status);
  const body = hasBody ? boundBody(response.body.getReader(), { url, maxBytes, deadline, tooLong }) : null;
  if (!hasBody) deadline.end();
  const bounded = new Response(body, { status, statusText, headers });
  // Made ones have none.
  return Object.defineProperty(bounded, "url", { value: url.href });
}

interface Bounds {
  readonly url: URL;
  readonly maxBytes: number;
  readonly deadline: Deadline;
  readonly tooLong: TargetError;
}

function boundBody(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  { url, maxBytes, deadline, tooLong }: Bounds,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let length = 0;
  return new ReadableStream({ pull, cancel }, { highWaterMark: 0 });

  async function pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> {
    try {
      const { done, value } = await deadline.bound(reader.read());
      length += value?.length ?? 0;
      if (length > maxBytes) throw tooLong;
      if (!done) return controller.enqueue(value);
      deadline.end();
      controller.close();
    } catch (error) {
      const isLate = deadline.signal.aborted;
      cancel(error);
      if (error === tooLong) throw error;
      throw new TargetError(url, isLate ? "its answer takes too long" : reasonOf(error), { cause: error });
    }
  }
  function cancel(reason: unknown): void {
    deadline.cancel(reason);
    reader.cancel(reason).catch(() => {}); // it is not wanted, in whatever way it ends
  }
}
