import type { IncomingMessage, request } from "node:http";
import type { LookupFunction } from "node:net";
import type { Hop, Network } from "../app/targets/network.ts";

/** The network by `node:dns`, `node:http` and `node:https`, which connect where they are told. They are loaded when they are needed. */
export const network: Network = {
  async resolve(host) {
    const { lookup } = await import("node:dns/promises");
    const found = await lookup(host, { all: true });
    return found.map(({ address }) => address);
  },
  async fetchAt(hop, addresses) {
    const answer = await send(hop, addresses);
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headersDistinct)) {
      for (const one of value ?? []) headers.append(name, one);
    }
    const { statusCode: status = 0, statusMessage: statusText = "" } = answer;
    const isEmpty = hop.method === "HEAD" || [204, 205, 304].includes(status);
    const encoding = headers.get("content-encoding") ?? "identity";
    const isPacked = !isEmpty && encoding !== "identity" && !hop.headers.has("accept-encoding");
    if (isEmpty || isPacked) answer.destroy();
    if (isPacked) throw new Error(`its answer is encoded as "${encoding}", which was not asked for`);
    return new Response(isEmpty ? null : bodyOf(answer), { status, statusText, headers });
  },
};

async function send(hop: Hop, addresses: readonly string[]): Promise<IncomingMessage> {
  const { url, method, headers, body, signal, tls: { serverName, ...tls } = {} } = hop;
  const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  // One of them at least: an empty list would have been refused.
  const lookup: LookupFunction = (_host, { all }, done) => {
    if (all) done(null, found);
    else done(null, found[0]?.address ?? "", found[0]?.family);
  };
  const start = await requestOf(url);
  return await new Promise((resolve, reject) => {
    const all = { "accept-encoding": "identity", ...Object.fromEntries(headers) };
    const asking = start(url, {
      method,
      headers: all,
      agent: false,
      lookup,
      ...tls,
      ...serverName && { servername: serverName },
    });
    const giveUp = () => void asking.destroy(signal.reason);
    signal.addEventListener("abort", giveUp);
    asking.once("close", () => signal.removeEventListener("abort", giveUp));
    asking.once("response", (answer) => {
      answer.on("error", () => {}); // whoever reads it is told
      resolve(answer);
    });
    asking.on("error", reject).end(body);
    if (signal.aborted) giveUp();
  });
}

async function requestOf({ protocol }: URL): Promise<typeof request> {
  return (protocol === "https:" ? await import("node:https") : await import("node:http")).request;
}

/** Reads no further than it is read itself. */
function bodyOf(answer: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks: AsyncIterator<Uint8Array> = answer[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel() {
      answer.destroy();
    },
  }, { highWaterMark: 0 });
}
