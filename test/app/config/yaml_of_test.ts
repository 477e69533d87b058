import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { parse } from "yaml";
import { yamlOf } from "../../../src/app/config/yaml_of.ts";
import { HOSTILE_TEXTS } from "../../support/hostile_text.ts";
import { property, type Random } from "../../support/property.ts";

const TEXTS = [
  ...HOSTILE_TEXTS,
  ...[
    "yes",
    "No",
    "on",
    "true",
    "null",
    "~",
    "1",
    "0x1",
    "1e3",
    ".5",
    "-1",
    ".inf",
    ".nan",
    "- a",
    "a: b",
    "#",
    "a #b",
  ],
  ...["2001-01-01", "!a", "&a", "*a", "?", "|", ">", "%a", "@a", "`a", "<<", "/etc/a.pem", "plain", "a b", "<secret>"],
];

function anything(random: Random, depth: number): unknown {
  const scalar = () => random.pick([true, false, null, 0, -1.5, 1e21, ...TEXTS]);
  const kind = depth === 0 ? 0 : random.below(3);
  if (kind === 0) return scalar();
  const items = random.list(random.below(4), () => anything(random, depth - 1));
  return kind === 1 ? items : Object.fromEntries(items.map((item) => [random.pick(TEXTS), item]));
}

describe("yamlOf()", () => {
  it("writes mappings and lists as people do", () => {
    const value = { a: { b: 1, c: [] }, d: ["e", { f: "g h", i: [true] }], j: {}, k: null, l: "<secret>" };
    assertEquals(
      yamlOf(value),
      'a:\n  b: 1\n  c: []\nd:\n  - e\n  - f: "g h"\n    i:\n      - true\nj: {}\nk: null\nl: "<secret>"\n',
    );
  });

  it("quotes what could be taken for something else", () => {
    for (const text of TEXTS) {
      for (const version of ["1.1", "1.2"] as const) {
        assertEquals(
          parse(yamlOf({ [text]: text }), { version, merge: false }),
          JSON.parse(JSON.stringify({ [text]: text })),
        );
      }
    }
  });
});

property("yamlOf() is read back as what it was", (random) => {
  const value = anything(random, 4);
  assertEquals(parse(yamlOf(value)), value);
});
