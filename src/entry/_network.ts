import type { Bytes } from "../model/bytes.ts";
import type { IncomingMessage, request } from "node:http";
import type { LookupFunction } from "node:net";
import { VERSION } from "./cli/version.ts";
import type { Hop, Network } from "../app/targets/network.ts";

/** The network of `node:dns`, `node:http` and `node:https`, which can connect to a given address; loaded on first use. */
export const network: Network = {
  async resolve(host) {
    const { lookup } = await import("node:dns/promises");
    const found = await lookup(host, { all: true });
    return found.map(({ address }) => address);
  },
  async fetchAt(hop, addresses) {
    const response = await send(hop, addresses);
    const headers = new Headers();
    for (const [name, value] of Object.entries(response.headersDistinct)) {
      for (const one of value ?? []) headers.append(name, one);
    }
    const { statusCode: status = 0, statusMessage: statusText = "" } = response;
    const isEmpty = hop.method === "HEAD" || [204, 205, 304].includes(status);
    const encoding = headers.get("content-encoding") ?? "identity";
    const isCompressed = !isEmpty && encoding !== "identity" && !hop.headers.has("accept-encoding");
    const isUnknown = isCompressed && encoding !== "gzip";
    if (isEmpty || isUnknown) response.destroy();
    if (isUnknown) throw new Error(`response has the encoding "${encoding}", which was not requested`);
    if (isEmpty) return new Response(null, { status, statusText, headers });
    if (!isCompressed) return new Response(bodyOf(response), { status, statusText, headers });
    for (const name of ["content-encoding", "content-length"]) headers.delete(name);
    return new Response(bodyOf(response).pipeThrough(new DecompressionStream("gzip")), { status, statusText, headers });
  },
};

async function send(hop: Hop, addresses: readonly string[]): Promise<IncomingMessage> {
  const { url, method, headers, body, signal, tls: { serverName, ...tls } = {} } = hop;
  const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  // There is at least one address: an empty list is rejected earlier.
  const lookup: LookupFunction = (_host, { all }, done) => {
    if (all) done(null, found);
    else done(null, found[0]?.address ?? "", found[0]?.family);
  };
  const start = await requestOf(url);
  return await new Promise((resolve, reject) => {
    const all = { "accept-encoding": "gzip", "user-agent": `webprom/${VERSION}`, ...Object.fromEntries(headers) };
    const request = start(url, {
      method,
      headers: all,
      agent: false,
      lookup,
      ...tls,
      ...serverName && { servername: serverName },
    });
    const abort = () => void request.destroy(signal.reason);
    signal.addEventListener("abort", abort);
    request.once("close", () => signal.removeEventListener("abort", abort));
    request.once("response", (response) => {
      response.on("error", () => {}); // the reader of the body gets the error
      resolve(response);
    });
    request.on("error", reject).end(body);
    if (signal.aborted) abort();
  });
}

async function requestOf({ protocol }: URL): Promise<typeof request> {
  return (protocol === "https:" ? await import("node:https") : await import("node:http")).request;
}

/** Streams the body, only as fast as the stream is read. */
function bodyOf(response: IncomingMessage): ReadableStream<Bytes> {
  const chunks: AsyncIterator<Uint8Array> = response[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel() {
      response.destroy();
    },
  }, { highWaterMark: 0 });
}
