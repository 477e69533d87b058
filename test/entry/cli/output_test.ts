import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { Output } from "../../../src/entry/cli/output.ts";

/** A stream that fails while it is full, in one of the ways that runtimes have. */
function makeStream(fails: "throws" | "emits", code = "ENOSPC") {
  const written: string[] = [];
  let handle: (error: Error) => void = () => {};
  const stream = {
    isFull: false,
    write(text: string) {
      if (!stream.isFull) return void written.push(text);
      const error = Object.assign(new Error("no space left on device"), { code });
      if (fails === "throws") throw error;
      handle(error);
    },
    on(_event: "error", onError: (error: Error) => void) {
      handle = onError;
    },
  };
  return { stream, written };
}

describe("Output", () => {
  for (const fails of ["throws", "emits"] as const) {
    it(`drops and counts lines if the stream ${fails} an error, and says so when it works again`, () => {
      const { stream, written } = makeStream(fails);
      const errors: string[] = [];
      const output = new Output(stream, ({ message }) => errors.push(message));
      output.write("a\n");
      stream.isFull = true;
      output.write("b\n");
      output.write("c\n");
      stream.isFull = false;
      output.write("d\n");
      output.write("e\n");
      assertEquals(written, ["a\n", "d\n", "2 lines before could not be written\n", "e\n"]);
      assertEquals([errors.length, output.dropped], [2, 2]);
    });
  }

  it("does not complain if the reader has closed the stream", () => {
    const { stream } = makeStream("emits", "EPIPE");
    const errors: string[] = [];
    const output = new Output(stream, ({ message }) => errors.push(message));
    stream.isFull = true;
    output.write("a\n");
    assertEquals([errors, output.dropped], [[], 1]);
  });
});
