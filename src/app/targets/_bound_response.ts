import type { Bytes } from "../../model/bytes.ts";
import type { Deadline } from "./deadline.ts";
import { reasonOf, TargetError } from "./target_error.ts";

/** Status codes with which a `Response` must not have a body. */
const NULL_BODY_STATUSES = [204, 205, 304];

/**
 * Wraps a response so that reading its body fails if it is too large or takes too long.
 *
 * @param deadline Ended after the last byte of the body
 * @throws {TargetError} If the header `Content-Length` exceeds the maximum
 */
export function boundResponse(response: Response, url: URL, maxBytes: number, deadline: Deadline): Response {
  const { status, statusText, headers } = response;
  const tooLong = new TargetError(url, `its response is larger than ${maxBytes} bytes`);
  if (Number(headers.get("content-length") ?? 0) > maxBytes && response.body !== null) {
    response.body.cancel().catch(() => {}); // the body is discarded
    throw tooLong;
  }
  const hasBody = response.body !== null && !NULL_BODY_STATUSES.includes(status);
  const body = hasBody ? boundBody(response.body.getReader(), { url, maxBytes, deadline, tooLong }) : null;
  if (!hasBody) deadline.end();
  const bounded = new Response(body, { status, statusText, headers });
  // Constructed responses have an empty url.
  return Object.defineProperty(bounded, "url", { value: url.href });
}

interface Bounds {
  readonly url: URL;
  readonly maxBytes: number;
  readonly deadline: Deadline;
  readonly tooLong: TargetError;
}

function boundBody(
  reader: ReadableStreamDefaultReader<Bytes>,
  { url, maxBytes, deadline, tooLong }: Bounds,
): ReadableStream<Bytes> {
  let length = 0;
  return new ReadableStream({ pull, cancel }, { highWaterMark: 0 });

  async function pull(controller: ReadableStreamDefaultController<Bytes>): Promise<void> {
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
      throw new TargetError(url, isLate ? "reading its response timed out" : reasonOf(error), { cause: error });
    }
  }
  function cancel(reason: unknown): void {
    deadline.cancel(reason);
    reader.cancel(reason).catch(() => {}); // the body is discarded
  }
}
