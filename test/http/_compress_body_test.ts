import { describe, it } from "node:test";
import { assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import type { Body, Piece } from "../../src/http/_body.ts";
import { compressBody } from "../../src/http/_compress_body.ts";
import { type Compression, GZIP } from "../../src/http/compression.ts";

const small = bytes("a".repeat(1023));
const large = bytes("a".repeat(1024));

function bytes(text: string): Piece {
  return new TextEncoder().encode(text);
}

function streamOf(...pieces: readonly Piece[]): ReadableStream<Piece> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}

function gunzip(body: Body): Promise<string> {
  return new Response(new Response(body).body?.pipeThrough(new DecompressionStream("gzip"))).text();
}

describe("compressBody()", () => {
  it("compressBody() returns the body itself where there is no compression", async () => {
    for (const body of [small, large, streamOf(large)]) {
      const sendable = await compressBody(body, { compression: undefined, acceptsIdentity: false });
      assertStrictEquals(sendable.body, body);
      assertEquals(sendable.encoding, undefined);
    }
  });

  it("compressBody() compresses bytes to bytes", async () => {
    const { body, encoding } = await compressBody(large, { compression: GZIP, acceptsIdentity: true });
    assertInstanceOf(body, Uint8Array);
    assertEquals(encoding, "gzip");
    assertEquals(body.length < 100, true);
    assertEquals(await gunzip(body), "a".repeat(1024));
  });

  it("compressBody() leaves less than a kilobyte as it is", async () => {
    const sendable = await compressBody(small, { compression: GZIP, acceptsIdentity: true });
    assertStrictEquals(sendable.body, small);
    assertEquals(sendable.encoding, undefined);
  });

  it("compressBody() compresses even nothing for a client that takes nothing else", async () => {
    for (const plain of [small, new Uint8Array()]) {
      const { body, encoding } = await compressBody(plain, { compression: GZIP, acceptsIdentity: false });
      assertEquals(encoding, "gzip");
      assertEquals((await gunzip(body)).length, plain.length);
    }
  });

  it("compressBody() compresses a stream to a stream", async () => {
    const stream = streamOf(large, small);
    const { body, encoding } = await compressBody(stream, { compression: GZIP, acceptsIdentity: true });
    assertInstanceOf(body, ReadableStream);
    assertEquals(encoding, "gzip");
    assertEquals(await gunzip(body), "a".repeat(2047));
  });

  it("compressBody() compresses bytes at once where the compression can", async () => {
    const made = Uint8Array.of(1, 2, 3);
    const compression: Compression = {
      encoding: "x-test",
      compress: () => {
        throw new Error("Cannot stream");
      },
      compressWhole: () => made,
    };
    const { body, encoding } = await compressBody(large, { compression, acceptsIdentity: true });
    assertStrictEquals(body, made);
    assertEquals(encoding, "x-test");
  });
});
