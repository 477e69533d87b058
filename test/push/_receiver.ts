/** A request that a receiver got. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** The body, unpacked. */
  readonly text: string;
  /** The same as bytes. */
  readonly bytes: Uint8Array;
}

/** A `fetch` that keeps what it was asked, and answers as it is told. */
export function receiver(answers: readonly (Response | Error)[] = []): {
  readonly requests: readonly Received[];
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
} {
  const requests: Received[] = [];
  const left = [...answers];
  return {
    requests,
    async fetch(url, init) {
      const headers = new Headers(init.headers);
      const packed = init.body === undefined ? undefined : new Response(init.body).body;
      const body = headers.get("content-encoding") === "gzip"
        ? packed?.pipeThrough(new DecompressionStream("gzip"))
        : packed;
      const bytes = new Uint8Array(await new Response(body).arrayBuffer());
      const text = new TextDecoder().decode(bytes);
      requests.push({ method: init.method ?? "GET", url, headers, text, bytes });
      init.signal?.throwIfAborted();
      const answer = left.shift() ?? new Response();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}
