import type { Bytes } from "../model/bytes.ts";
import type { Duplex } from "node:stream";
import zlib from "node:zlib";
import type { Compression } from "../http/compression.ts";

// Node before 22.15 and its types lack these.
const { constants, createZstdCompress, zstdCompressSync } = zlib as {
  readonly constants: { readonly ZSTD_c_compressionLevel?: number };
  readonly createZstdCompress?: (options: ZstdOptions) => Duplex;
  readonly zstdCompressSync?: (body: Bytes, options: ZstdOptions) => Uint8Array;
};

interface ZstdOptions {
  readonly params: Readonly<Record<number, number>>;
}

/**
 * 1.07 MB of text become 107 kB in 1.3 ms with zstd at level 1, and 124 kB in 2 to 3 ms with gzip at level 2. Higher levels
 * take three times as long to save another 10 % (`test/bench/compressions.ts`).
 */
const ZSTD_LEVEL: ZstdOptions = { params: { [constants.ZSTD_c_compressionLevel ?? 100]: 1 } };
const GZIP_LEVEL = { level: 2 };

/** The compressions of `node:zlib`, best first: faster than `CompressionStream`, most of all for small bodies. */
export const compressions: readonly Compression[] = [
  ...createZstdCompress && zstdCompressSync
    ? [
      compressionOf(
        "zstd",
        () => createZstdCompress(ZSTD_LEVEL),
        (body) => zstdCompressSync(body, ZSTD_LEVEL),
      ),
    ]
    : [],
  compressionOf("gzip", () => zlib.createGzip(GZIP_LEVEL), (body) => zlib.gzipSync(body, GZIP_LEVEL)),
];

function compressionOf(encoding: string, start: () => Duplex, atOnce: (body: Bytes) => Uint8Array): Compression {
  return {
    encoding,
    compress: (body) => compressStream(body.getReader(), start()),
    compressWhole: (body) => new Uint8Array(atOnce(body)),
  };
}

/**
 * Compresses a stream, only as fast as the result is read. `Duplex.toWeb()` buffers a gigabyte on Node 20 and Deno if the
 * client does not read, and on Deno ends the process when the client disconnects.
 */
function compressStream(source: ReadableStreamDefaultReader<Bytes>, compressor: Duplex): ReadableStream<Bytes> {
  const made: Bytes[] = [];
  compressor.on("data", (chunk: Uint8Array) => made.push(new Uint8Array(chunk)));
  const failed = new Promise<never>((_, reject) => compressor.once("error", reject));
  failed.catch(() => {}); // `pull` reports the error
  const ended = new Promise<void>((resolve) => compressor.once("end", resolve));
  return new ReadableStream({ pull, cancel }, { highWaterMark: 0 });

  async function pull(controller: ReadableStreamDefaultController<Bytes>): Promise<void> {
    let isDone = false;
    while (made.length === 0 && !isDone) isDone = await Promise.race([advance(), failed]);
    for (const chunk of made.splice(0)) controller.enqueue(chunk);
    if (isDone) controller.close();
  }
  /** Writes one more piece to the compressor, and returns whether it was the last one. */
  async function advance(): Promise<boolean> {
    const { done, value } = await source.read();
    if (!done) await new Promise<void>((resolve) => compressor.write(value, () => resolve()));
    else await new Promise<void>((resolve) => compressor.end(resolve)).then(() => ended);
    return done;
  }
  async function cancel(reason: unknown): Promise<void> {
    compressor.destroy();
    await source.cancel(reason);
  }
}
