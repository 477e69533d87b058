import type { Bytes } from "../model/bytes.ts";

/** Observes a body that is streamed. */
export interface BodyObserver {
  /** Called with the length of each piece. */
  onPiece(bytes: number): void;
  /** Called once: the body ended, was cancelled, or broke. */
  onEnd(): void;
}

/**
 * Passes a body on piece by piece, as fast as it is read, and observes it.
 *
 * @param body The body
 * @param observer Learns of its pieces and its end
 * @returns The same body
 */
export function observeBody(body: ReadableStream<Bytes>, observer: BodyObserver): ReadableStream<Bytes> {
  const reader = body.getReader();
  return new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) {
          observer.onPiece(value.byteLength);
          return controller.enqueue(value);
        }
      } catch (error) {
        observer.onEnd();
        throw error;
      }
      observer.onEnd();
      controller.close();
    },
    cancel(reason) {
      observer.onEnd();
      return reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
