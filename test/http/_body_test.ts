import { describe, it } from "node:test";
import { assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { Pace } from "../../src/http/_body.ts";
import { bodyOf, lengthOf, type Piece, type StreamObserver } from "../../src/http/_body.ts";

/** Notes what it is told. */
class Notes implements StreamObserver {
  readonly told: unknown[] = [];
  onStart(): void {
    this.told.push("start");
  }
  onEnd(): void {
    this.told.push("end");
  }
  onError(error: unknown): void {
    this.told.push(error);
  }
}

/** Pieces that note how many of them were made, and whether the rest was given up. */
class Source implements Iterable<Piece> {
  made = 0;
  isGivenUp = false;
  readonly #count: number;
  readonly #busyMs: number;
  readonly #error: Error | undefined;

  constructor(count: number, { busyMs = 0, error }: { busyMs?: number; error?: Error } = {}) {
    this.#count = count;
    this.#busyMs = busyMs;
    this.#error = error;
  }

  *[Symbol.iterator](): Generator<Piece, undefined> {
    try {
      while (this.made < this.#count) {
        for (const end = performance.now() + this.#busyMs; performance.now() < end;);
        yield Uint8Array.of(this.made++ % 256, 1);
      }
      if (this.#error !== undefined) throw this.#error;
    } finally {
      this.isGivenUp = this.made < this.#count;
    }
  }
}

/** The pace of work that takes no time. */
function frozen(): Pace {
  return new Pace(() => 0);
}

function streamed(source: Source, notes: Notes, pace?: Pace): ReadableStream<Piece> {
  const body = bodyOf(source, notes, pace);
  assertInstanceOf(body, ReadableStream);
  return body;
}

async function bytesOf(body: ReadableStream<Piece>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body).arrayBuffer());
}

describe("bodyOf()", () => {
  for (const count of [0, 1, 2, 4]) {
    it(`bodyOf() makes ${count} pieces one`, () => {
      const notes = new Notes();
      const body = bodyOf(new Source(count), notes, frozen());

      assertInstanceOf(body, Uint8Array);
      assertEquals([...body], Array.from({ length: count }, (_, i) => [i, 1]).flat());
      assertEquals(notes.told, []);
    });
  }

  it("bodyOf() streams more pieces, unchanged", async () => {
    const notes = new Notes();
    const bytes = await bytesOf(streamed(new Source(300), notes));

    assertEquals([...bytes], Array.from({ length: 300 }, (_, i) => [i % 256, 1]).flat());
    assertEquals(notes.told, ["start", "end"]);
  });

  it("bodyOf() streams few pieces that take long", () => {
    const source = new Source(4, { busyMs: 3 });
    streamed(source, new Notes());
    assertEquals(source.made, 3);
  });

  it("bodyOf() makes a piece only when it is taken", async () => {
    const source = new Source(1000);
    const reader = streamed(source, new Notes(), frozen()).getReader();

    assertEquals(source.made, 5);
    for (let taken = 1; taken <= 20; taken++) {
      await reader.read();
      assertEquals(source.made <= Math.max(5, taken + 1), true, `${source.made} after ${taken}`);
    }
    await reader.cancel();
  });

  it("bodyOf() lets others have their turn while it makes what takes long", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const reader = streamed(new Source(20, { busyMs: 5 }), new Notes()).getReader();
    for (let i = 0; i < 20; i++) await reader.read();
    clearInterval(timer);
    await reader.cancel();

    assertEquals(turns >= 5, true, `${turns} turns`);
  });

  it("bodyOf() makes no more pieces when the client has gone", async () => {
    const [source, notes] = [new Source(1000), new Notes()];
    const reader = streamed(source, notes).getReader();
    await reader.read();
    const pending = reader.read();
    await reader.cancel();
    const made = source.made;
    await pending;

    assertEquals(source.made, made);
    assertEquals(source.isGivenUp, true);
    assertEquals(notes.told, ["start", "end"]);
  });

  it("bodyOf() breaks the stream where a piece cannot be made, and tells why", async () => {
    const [error, notes] = [new Error("broken"), new Notes()];

    await assertRejects(() => bytesOf(streamed(new Source(10, { error }), notes)), Error);
    assertEquals(notes.told, ["start", "end", error]);
  });

  it("bodyOf() throws where one of the first pieces cannot be made", () => {
    const error = new Error("broken");
    assertThrows(() => bodyOf(new Source(2, { error }), new Notes()), Error, "broken");
  });
});

describe("lengthOf()", () => {
  it("lengthOf() measures bytes and streams", async () => {
    for (const count of [0, 1, 4, 5, 100]) {
      assertEquals(await lengthOf(bodyOf(new Source(count), new Notes())), count * 2);
    }
  });
});
