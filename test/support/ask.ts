import { once } from "node:events";
import { request } from "node:http";

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number | undefined;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Asks without unpacking what comes, which `fetch()` would. */
export async function ask(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  method = "GET",
): Promise<Answer> {
  const asking = request(url, { method, headers, agent: false }).end();
  const [response] = await once(asking, "response");
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const body = new Uint8Array(await new Blob(chunks).arrayBuffer());
  return { status: response.statusCode, headers: response.headers, body };
}
