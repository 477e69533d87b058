import type { RequestInProgress, RequestMetrics } from "./request_metrics.ts";

/** The part of Node's `IncomingMessage` that is used here. */
export interface NodeRequest {
  /** The method. */
  readonly method?: string | undefined;
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The part of Node's `ServerResponse` that is used here. */
export interface NodeResponse {
  /** Code that is sent, or will be. */
  statusCode: number;
  /** Whether the status and the headers were sent. */
  readonly headersSent: boolean;
  /** Whether everything was written. */
  readonly writableFinished: boolean;
  /**
   * Calls a function at an event.
   *
   * @param event Name of the event
   * @param listener The function
   */
  once(event: "finish" | "close", listener: () => void): unknown;
}

/** The methods that carry the pieces of a body. They are typed so loosely because they are only passed on. */
interface Writable {
  write(...args: unknown[]): unknown;
  end(...args: unknown[]): unknown;
}

interface Readable {
  push(...args: unknown[]): unknown;
}

/** Status of a request whose client left before the response began; there is no official one, this is that of nginx. */
const CLIENT_LEFT = 499;

/** Returns the header `traceparent` of a request. */
export function traceparentOf({ headers }: NodeRequest): string | undefined {
  const { traceparent } = headers;
  return Array.isArray(traceparent) ? traceparent[0] : traceparent;
}

/**
 * Measures a request until its response was sent or its client has left.
 *
 * @param metrics The metrics
 * @param request The request
 * @param response The response
 * @param source Arguments for the functions among the options
 */
export function measureExchange<A extends unknown[]>(
  metrics: RequestMetrics<A>,
  request: NodeRequest,
  response: NodeResponse,
  ...source: A
): void {
  const progress = metrics.start(request.method ?? "");
  if (metrics.hasSizes) countBodies(progress, request, response);
  const end = (): void => {
    const hasLeft = !response.headersSent && !response.writableFinished;
    progress.end(hasLeft ? CLIENT_LEFT : response.statusCode, ...source);
  };
  response.once("finish", end);
  response.once("close", end);
}

/** Counts the pieces of both bodies. Listening for `data` instead would make the body of the request flow. */
function countBodies(progress: RequestInProgress<never>, request: NodeRequest, response: NodeResponse): void {
  const readable = request as unknown as Readable;
  const { push } = readable;
  readable.push = function (...args) {
    progress.requestBytes += bytesOf(args[0], args[1]);
    return push.apply(this, args);
  };
  if (request.method === "HEAD") return;
  const writable = response as unknown as Writable;
  const { write, end } = writable;
  // Some runtimes write the last piece of end() by write().
  let depth = 0;
  const counting = (method: (...args: unknown[]) => unknown) =>
    function (this: Writable, ...args: unknown[]): unknown {
      if (depth === 0) progress.responseBytes += bytesOf(args[0], args[1]);
      depth++;
      try {
        return method.apply(this, args);
      } finally {
        depth--;
      }
    };
  writable.write = counting(write);
  writable.end = counting(end);
}

const ENCODER = new TextEncoder();

/** Returns the length of a piece in bytes. */
function bytesOf(piece: unknown, encoding: unknown): number {
  if (piece instanceof Uint8Array) return piece.byteLength;
  if (typeof piece !== "string") return 0;
  switch (encoding) {
    case "latin1":
    case "binary":
    case "ascii":
      return piece.length;
    case "hex":
      return piece.length >> 1;
    case "base64":
    case "base64url":
      return Math.floor(piece.replace(/=+$/, "").length * 3 / 4);
    case "utf16le":
    case "ucs2":
      return piece.length * 2;
    default:
      return ENCODER.encode(piece).length;
  }
}
