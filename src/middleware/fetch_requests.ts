import type { Bytes } from "../model/bytes.ts";
import { observeBody } from "./_observe_body.ts";
import type { RequestInProgress, RequestMetrics } from "./request_metrics.ts";

/** Media types of streams that stay open, such as server-sent events. */
const STREAM_TYPES: readonly string[] = ["text/event-stream", "application/x-ndjson", "multipart/x-mixed-replace"];

/**
 * Observes the body of a request, if sizes are measured.
 *
 * @param metrics The metrics
 * @param progress The request in progress
 * @param request The request
 * @returns The request to handle instead
 */
export function measureRequest<A extends unknown[]>(
  metrics: RequestMetrics<A>,
  progress: RequestInProgress<A>,
  request: Request,
): Request {
  if (!metrics.hasSizes) return request;
  const length = lengthOf(request.headers);
  if (length !== undefined) progress.requestBytes = length;
  if (length !== undefined || request.body === null || request.body.locked) return request;
  const body = observeBody(request.body as ReadableStream<Bytes>, {
    onPiece: (bytes) => void (progress.requestBytes += bytes),
    onEnd() {},
  });
  const init: RequestInit & { duplex: "half" } = { body, duplex: "half" };
  return new Request(request, init);
}

/**
 * Counts a request when its response is complete: a stream when it has ended or was cancelled, anything else at once.
 *
 * @param metrics The metrics
 * @param progress The request in progress
 * @param request The request
 * @param response The response
 * @param source Arguments for the functions among the options
 * @returns The response to send instead
 */
export function measureResponse<A extends unknown[]>(
  metrics: RequestMetrics<A>,
  progress: RequestInProgress<A>,
  request: Request,
  response: Response,
  ...source: A
): Response {
  const { status } = response;
  if (!isObserved(metrics, progress, request, response)) {
    progress.end(status, ...source);
    return response;
  }
  const body = observeBody(response.body as ReadableStream<Bytes>, {
    onPiece: (bytes) => void (progress.responseBytes += bytes),
    onEnd: () => progress.end(status, ...source),
  });
  return new Response(body, response);
}

/** Decides whether a body is observed, which takes some microseconds. If not, its size is set as far as it is known. */
function isObserved<A extends unknown[]>(
  { hasSizes }: RequestMetrics<A>,
  progress: RequestInProgress<A>,
  { method }: Request,
  response: Response,
): boolean {
  const { headers, status } = response;
  // A HEAD request and an upgrade have no body to wait for, and the response to an upgrade cannot be copied.
  if (method === "HEAD" || status < 200 || !(hasSizes || isStream(headers))) return false;
  const length = lengthOf(headers);
  if (length !== undefined) {
    progress.responseBytes = length;
    return false;
  }
  if (!headers.has("content-type") && !hasImpliedType()) { // even a look at the body would change its type
    progress.responseBytes = NaN;
    return false;
  }
  return response.body !== null && !response.body.locked;
}

/** Checks whether a response is a stream, if its headers show it. */
function isStream(headers: Headers): boolean {
  const type = headers.get("content-type");
  if (type === null) return hasImpliedType();
  return headers.has("transfer-encoding") || STREAM_TYPES.some((name) => type.startsWith(name));
}

let impliesType: boolean | undefined;

/**
 * Checks whether a response with a text has the header `Content-Type`. Bun adds it only when it sends the response, so that a
 * copy with another body would be sent without it.
 */
function hasImpliedType(): boolean {
  return impliesType ??= new Response("").headers.has("content-type");
}

/** Returns the declared length of a body. */
function lengthOf(headers: Headers): number | undefined {
  const text = headers.get("content-length");
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}
