import type { Bytes } from "../model/bytes.ts";

/** A piece of a body. */
export type Piece = Bytes;

/** A body: bytes if it is small, otherwise a stream. */
export type Body = Piece | ReadableStream<Piece>;

/** Maximum number of pieces of a body that is sent whole, with its length, if it is made in a few milliseconds. */
const MAX_WHOLE = 4;

/** Observes a body that is streamed. */
export interface StreamObserver {
  /** Called when the stream is made. */
  onStart(): void;
  /** Called at its end: it was sent, the client left, or it broke. */
  onEnd(): void;
  /** Called if a piece could not be made; the connection of the client breaks. */
  onError(error: unknown): void;
}

/**
 * Makes a body of pieces. A large body is a stream that makes each piece only when the client has read those before it, and
 * lets other tasks run in between.
 */
export function bodyOf(pieces: Iterable<Piece>, observer: StreamObserver, pace: Pace = new Pace()): Body {
  const rest = pieces[Symbol.iterator]();
  const first: Piece[] = [];
  for (let next = pace.work(() => rest.next()); !next.done; next = pace.work(() => rest.next())) {
    first.push(next.value);
    if (first.length > MAX_WHOLE || (first.length > 2 && pace.isDue)) return streamOf(first, rest, pace, observer);
  }
  return first.length === 1 ? first[0] as Piece : concat(first);
}

function streamOf(
  first: Piece[],
  rest: Iterator<Piece, undefined>,
  pace: Pace,
  observer: StreamObserver,
): ReadableStream<Piece> {
  let isOver = false;
  observer.onStart();
  return new ReadableStream({ pull, cancel: end }, { highWaterMark: 0 });

  async function pull(controller: ReadableStreamDefaultController<Piece>): Promise<void> {
    await pace.rest();
    if (isOver) return;
    try {
      const piece = first.shift() ?? pace.work(() => rest.next().value);
      if (piece !== undefined) return controller.enqueue(piece);
      end();
      controller.close();
    } catch (error) {
      end();
      observer.onError(error);
      throw error;
    }
  }
  function end(): void {
    if (isOver) return;
    isOver = true;
    rest.return?.();
    observer.onEnd();
  }
}

/** Reads a body to its end, and returns its length in bytes. */
export async function lengthOf(body: Body): Promise<number> {
  if (body instanceof Uint8Array) return body.length;
  const reader = body.getReader();
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) length += next.value.length;
  return length;
}

function concat(pieces: readonly Piece[]): Piece {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let length = 0;
  for (const piece of pieces) {
    whole.set(piece, length);
    length += piece.length;
  }
  return whole;
}

/** Milliseconds of work before other tasks may run. The piece in progress, of about 1 ms, is completed first. */
const SLICE_MS = 4;

/**
 * Lets other tasks run while a large body is created, by regularly waiting for a timer of 1 or 2 ms. `setImmediate` would
 * be cheaper, but on Deno it hardly lets other requests be handled.
 */
export class Pace {
  readonly #now: () => number;
  #busyMs = 0;

  /** @param now Reads a clock, in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Does a piece of work. */
  work<T>(piece: () => T): T {
    const start = this.#now();
    try {
      return piece();
    } finally {
      this.#busyMs += this.#now() - start;
    }
  }

  /** Whether it is time for other tasks. */
  get isDue(): boolean {
    return this.#busyMs >= SLICE_MS;
  }

  /** Lets other tasks run, if it is time for them. */
  async rest(): Promise<void> {
    if (!this.isDue) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#busyMs = 0;
  }
}
