import type { Bytes } from "../model/bytes.ts";

/** A way to compress bodies. */
export interface Compression {
  /** Its name in `Accept-Encoding` and `Content-Encoding`. */
  readonly encoding: string;
  /**
   * Compresses a body while it is written. It reads the body only as fast as its result is read.
   *
   * @param body The body
   * @returns The compressed body
   */
  compress(body: ReadableStream<Bytes>): ReadableStream<Bytes>;
  /**
   * Compresses a small body at once. Left out if that is not faster.
   *
   * @param body The whole body, of at most about 256 kB
   * @returns The compressed body
   */
  compressWhole?(body: Bytes): Bytes;
}

/**
 * gzip by `CompressionStream`, which every runtime has. The entrypoints for Deno, Bun and Node have a faster gzip, and zstd if
 * the runtime supports it.
 */
export const GZIP: Compression = {
  encoding: "gzip",
  compress(body) {
    const { readable, writable } = new CompressionStream("gzip");
    void pump(body.getReader(), writable.getWriter());
    return readable;
  },
};

/** Pipes without `pipeTo()`, which on Node 20 lets a compression read a gigabyte that the client never takes. */
async function pump(
  reader: ReadableStreamDefaultReader<Bytes>,
  writer: WritableStreamDefaultWriter<Bytes>,
): Promise<void> {
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) await writer.write(next.value);
    await writer.close();
  } catch (error) {
    await Promise.allSettled([reader.cancel(error), writer.abort(error)]);
  }
}
