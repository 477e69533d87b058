import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { readRecords } from "../../../src/app/modules/csv.ts";
import { property } from "../../support/property.ts";

const RFC = { delimiter: ",", quote: '"' };

function read(text: string, dialect = RFC): string[][] {
  return [...readRecords(text, dialect)];
}

test("readRecords() reads what RFC 4180 describes", () => {
  assertEquals(read("a,b\r\nc,d\r\n"), [["a", "b"], ["c", "d"]]);
  assertEquals(read("a,b\r\nc,d"), [["a", "b"], ["c", "d"]]);
  assertEquals(read('"a","b ""c"" d","e\r\nf"\r\ng,h,i'), [["a", 'b "c" d', "e\r\nf"], ["g", "h", "i"]]);
  assertEquals(read(" a , b \n"), [[" a ", " b "]]);
});

test("readRecords() takes other line ends, empty fields and empty lines", () => {
  assertEquals(read("a,b\nc,d\n"), [["a", "b"], ["c", "d"]]);
  assertEquals(read(",\n,,x\n\n\r\ny"), [["", ""], ["", "", "x"], ["y"]]);
  assertEquals(read('a,\n"",""'), [["a", ""], ["", ""]]);
  assertEquals(read('"a"\r\n"b"\r'), [["a"], ["b"]]);
  assertEquals(read("a,"), [["a", ""]]);
  assertEquals(read(""), []);
});

test("readRecords() takes other delimiters and quotes", () => {
  assertEquals(read("a;'b;''c'\n", { delimiter: ";", quote: "'" }), [["a", "b;'c"]]);
  assertEquals(read('a\tb "c"\n', { delimiter: "\t", quote: '"' }), [["a", 'b "c"']]);
});

test("readRecords() rejects quotes that are not closed, and text behind them", () => {
  assertThrows(() => read('a\nb,"c\nd'), SyntaxError, "the quote that opens in line 2 is not closed");
  assertThrows(() => read('a\n"b\n"c\n'), SyntaxError, "there is text after the closing quote in line 3");
});

property("readRecords() reads back any table that is written with quotes", (random) => {
  for (let i = 0; i < 200; i++) {
    const width = 1 + random.below(4);
    const field = () => random.list(random.below(7), () => random.pick([..."ab,\"\r\n;'"])).join("");
    const table = random.list(1 + random.below(5), () => random.list(width, field));
    const text = table.map((record) => record.map((text) => `"${text.replaceAll('"', '""')}"`).join(",")).join("\r\n");

    assertEquals(read(text), table.filter((record) => record.length > 1 || record[0] !== ""));
  }
});
