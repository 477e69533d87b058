import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { compileJsonPath, type JsonRow } from "../../../src/app/modules/_json_path.ts";

const store = {
  book: [
    { category: "reference", author: "Nigel Rees", price: 8.95 },
    { category: "fiction", author: "Evelyn Waugh", price: 12.99 },
    { category: "fiction", author: "Herman Melville", isbn: "0-553-21311-3", price: 8.99 },
  ],
  bicycle: { color: "red", price: 399 },
};

function find(path: string, document: JsonRow["document"], value: JsonRow["document"] = document): unknown[] {
  return Array.from(compileJsonPath(path).find({ document, value, location: [] }), ({ value }) => value);
}

test("compileJsonPath() follows the examples of RFC 9535", () => {
  const document = { store };
  const authors = ["Nigel Rees", "Evelyn Waugh", "Herman Melville"];
  assertEquals(find("$.store.book[*].author", document), authors);
  assertEquals(find("$..author", document), authors);
  assertEquals(find("$.store.*", document), [store.book, store.bicycle]);
  assertEquals(find("$..book[2].author", document), ["Herman Melville"]);
  assertEquals(find("$..book[-1]", document), [store.book[2]]);
  assertEquals(find("$..book[0,1].price", document), [8.95, 12.99]);
  assertEquals(find("$..book[:2].price", document), [8.95, 12.99]);
  assertEquals(find("$..book[?@.isbn].price", document), [8.99]);
  assertEquals(find("$..book[?@.price<10].price", document), [8.95, 8.99]);
  assertEquals(find("$.store['bicycle']['color']", document), ["red"]);
  assertEquals(find('$.store["bicycle", "none"].price', document), [399]);
  assertEquals(find("$.store[?length(@) == 3][?count(@.*) > 3].author", document), ["Herman Melville"]);
});

test("compileJsonPath() takes paths as json_exporter has them", () => {
  const document = { counter: 3, values: [{ state: "ACTIVE", count: 1 }, { state: "IDLE", count: 2 }] };
  assertEquals(find(" .counter ", document), [3]);
  assertEquals(find('.values[?(@.state == "ACTIVE")].count', document), [1]);
  assertEquals(find('.values[?(@.state == "A.b[c] d-e")].count', document), []);
  assertEquals(find(".values[?(@.count > 1)].state", document), ["IDLE"]);
  assertEquals(find("[*].count", document.values), [1, 2]);
  assertEquals(find("..count", document), [1, 2]);
  assertEquals(find(".", document), [document]);
  assertEquals(find("@", document), [document]);
});

test("compileJsonPath() takes names that are not of the shorthand", () => {
  const document = { "in-flight": { "a.b": 1, "c/d": 2, "1st": 3, "é": 4 } };
  assertEquals(find(".in-flight.a\\.b", document), [1]);
  assertEquals(find(".in-flight.c/d", document), [2]);
  assertEquals(find("$.in-flight.1st", document), [3]);
  assertEquals(find("$.in-flight.é", document), [4]);
  assertEquals(find("..c/d", document), [2]);
  assertEquals(find("$['in-flight']['a.b']", document), [1]);
});

test("compileJsonPath() starts from the document with $, and from the place at hand without", () => {
  const document = { name: "outer", inner: { name: "inner" } };
  assertEquals(["$.name", "@.name", ".name"].map((path) => find(path, document, document.inner)), [
    ["outer"],
    ["inner"],
    ["inner"],
  ]);
});

test("compileJsonPath() tells where each value stands", () => {
  const document = { rooms: { attic: [{ n: 1 }] } };
  const [room] = compileJsonPath("$.rooms.*").find({ document, value: document, location: [] });
  const [sensor] = room === undefined ? [] : compileJsonPath("[*]").find(room);

  assertEquals([room?.location, sensor?.location], [["rooms", "attic"], ["rooms", "attic", 0]]);
});

test("compileJsonPath() rejects what is no path", () => {
  for (const path of ["", " ", "counter", "$counter", "$.a[", "$[?@.a ==]", "$..", "$[1.5]", "$[?eval('1')]"]) {
    assertThrows(() => compileJsonPath(path), SyntaxError, "must be a JSONPath");
  }
});

test("compileJsonPath() matches by expressions that take linear time, even if the document gives them", () => {
  const text = `${"a".repeat(5000)}!`;
  assertEquals(find("$[?match(@.text, '(a+)+')]", [{ text }]), []);
  assertEquals(find("$[?search(@.text, $.expression)]", { expression: "^(a|a)*$", item: { text } }), []);
  assertEquals(find("$[?match(@, 'a.c')]", ["abc", "abcd", 3]), ["abc"]);
  assertEquals(find("$[?search(@, 'b')]", ["abc", "cde"]), ["abc"]);
  assertEquals(find("$[?match(@, '(')]", ["(", "a"]), []);
});

test("compileJsonPath() never runs code", () => {
  const document = { constructor: 1, __proto__: null };
  assertEquals(find("$.constructor.constructor", {}), []);
  assertEquals(find("$.toString", document), []);
});
