import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { parseOpenMetrics } from "../../src/parse/openmetrics/openmetrics.ts";
import { ParseError } from "../../src/parse/parse_error.ts";
import { parseText } from "../../src/parse/text/text.ts";

describe("ParseError", () => {
  it("ParseError is a syntax error that tells line, column and what stands there", () => {
    const error = assertThrows(() => parseText('ok 1\na{b="c"} x\nfine 1\n'), ParseError);
    assertEquals(error instanceof SyntaxError, true);
    assertEquals(error.name, "ParseError");
    const { message, line, column, excerpt, offset } = error;
    assertEquals({ message, line, column, excerpt, offset }, {
      message: 'Cannot parse text at line 2, column 10: value must be a number, current value is "x"',
      line: 2,
      column: 10,
      excerpt: 'a{b="c"} x',
      offset: undefined,
    });
  });

  it("ParseError shows only a part of a long line, around the column", () => {
    const error = assertThrows(() => parseText(`a{b="${"x".repeat(5000)}"} bad ${"y".repeat(5000)}\n`), ParseError);
    assertEquals(error.column, 5009);
    assertEquals(error.excerpt, `${"x".repeat(27)}"} bad ${"y".repeat(26)}`);
  });

  it("ParseError cuts no character in two", () => {
    const error = assertThrows(() => parseText(`a{b="${"😱".repeat(100)}"} bad\n`), ParseError);
    assertEquals(error.excerpt.isWellFormed(), true);
  });

  it("ParseError tells the line where a series began that is not complete", () => {
    const lines = ["# TYPE a histogram", 'a_bucket{le="+Inf"} 1', 'a_bucket{b="c",le="1"} 1', "# EOF"];
    const error = assertThrows(() => parseOpenMetrics(`${lines.join("\n")}\n`), ParseError);
    assertEquals([error.line, error.column, error.excerpt], [3, 1, lines[2]]);
  });

  it("ParseError tells the line where a family began that clashes with another", () => {
    const lines = ["a 1", "# TYPE b gauge", "b 1", "a 2", "# EOF"];
    const error = assertThrows(() => parseOpenMetrics(lines.join("\n")), ParseError, 'family "a" must be together');
    assertEquals([error.line, error.excerpt], [4, "a 2"]);
  });

  it("ParseError tells the offset in binary input, and no line", () => {
    const { line, column, excerpt, offset } = new ParseError("Wrong", { offset: 5 });
    assertEquals({ line, column, excerpt, offset }, { line: 0, column: 0, excerpt: "", offset: 5 });
  });
});
