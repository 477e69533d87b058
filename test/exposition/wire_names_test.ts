import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals } from "@std/assert";
import { renameFamilies, wireLabelNames } from "../../src/exposition/wire_names.ts";
import type { EscapingScheme } from "../../src/model/escaping.ts";
import type { MetricFamily, MetricType } from "../../src/model/metric_family.ts";
import { sampleNames } from "../../src/model/sample_names.ts";
import { gaugeFamily } from "../support/families.ts";
import { property, type Random } from "../support/property.ts";

const SCHEMES: readonly Exclude<EscapingScheme, "allow-utf-8">[] = ["underscores", "dots", "values"];

/** What a name becomes under `underscores`, `dots` and `values`, as a metric and as a label. */
const VECTORS: readonly (readonly [name: string, ...metric: string[]])[] = [
  ["mysystem_prod_total", "mysystem_prod_total", "mysystem_prod_total", "mysystem_prod_total"],
  [
    "mysystem.prod.west.cpu.load_total",
    "mysystem_prod_west_cpu_load_total",
    "mysystem_dot_prod_dot_west_dot_cpu_dot_load__total",
    "U__mysystem_2e_prod_2e_west_2e_cpu_2e_load__total",
  ],
  ["label with 😱", "label_with__", "label__with____", "U__label_20_with_20__1f631_"],
  ["label with \u0100", "label_with__", "label__with____", "U__label_20_with_20__100_"],
  ["花火", "__", "____", "U___82b1__706b_"],
];

function renamed(names: readonly string[], escaping: EscapingScheme): string[] {
  return renameFamilies(names.map((name) => gaugeFamily(name)), escaping).map(({ name }) => name);
}

/** A name of few letters, so that many become alike. */
function randomName(random: Random): string {
  const name = random.list(1 + random.below(3), () => random.pick(["a", "_", ".", "-", "é", "😱", "U__", "_2e_"])).join(
    "",
  );
  return random.below(4) === 0 ? `U__${name}` : `a${name}`;
}

describe("renameFamilies", () => {
  for (const [name, ...written] of VECTORS) {
    it(`renameFamilies() writes ${name} in every scheme`, () => {
      assertEquals(SCHEMES.map((scheme) => renamed([name], scheme)[0]), written);
      assertEquals(renamed([name], "allow-utf-8"), [name]);
    });
  }

  it("renameFamilies() keeps colons of metric names", () => {
    const names = ["no:escaping_required", "http.status:sum"];
    assertEquals(renamed(names, "underscores"), ["no:escaping_required", "http_status:sum"]);
    assertEquals(renamed(names, "dots"), ["no:escaping_required", "http_dot_status:sum"]);
    assertEquals(renamed(names, "values"), ["no:escaping_required", "U__http_2e_status:sum"]);
  });

  it("renameFamilies() gives the same families where no name needs it", () => {
    const family = gaugeFamily("a_b");
    for (const scheme of SCHEMES) assertStrictEquals(renameFamilies([family].values(), scheme)[0], family);
    const quoted = gaugeFamily("a.b");
    assertStrictEquals(renameFamilies([quoted].values(), "allow-utf-8")[0], quoted);
  });

  it("renameFamilies() keeps all of a family but its name, and does not change what it is given", () => {
    const family = Object.freeze({ ...gaugeFamily("a.b"), unit: "b" });
    const [other] = renameFamilies([family], "underscores");
    assertEquals(other, { ...family, name: "a_b" });
    assertStrictEquals(other?.points, family.points);
    assertEquals(family.name, "a.b");
  });

  it("renameFamilies() gives no family the name that another one has", () => {
    assertEquals(renamed(["a.b", "a_b"], "underscores"), ["U__a_2e_b", "a_b"]);
    assertEquals(renamed(["a_b", "a.b"], "underscores"), ["a_b", "U__a_2e_b"]);
    assertEquals(renamed(["a.b", "a-b", "a b"], "underscores"), ["a_b", "U__a_2d_b", "U__a_20_b"]);
    assertEquals(renamed(["a-b", "a b"], "dots"), ["a__b", "U__a_20_b"]);
  });

  it("renameFamilies() finds a name also where that of each scheme is taken", () => {
    assertEquals(renamed(["U__a_2e_b", "a.b"], "values"), ["U__a_2e_b", "UU__a_2e_b"]);
    assertEquals(renamed(["a.b", "a_b", "U__a_2e_b"], "underscores"), ["UU__a_2e_b", "a_b", "U__a_2e_b"]);
  });

  const clashes:
    readonly (readonly [one: MetricType, name: string, other: MetricType, name: string, renamed: string])[] = [
      ["gauge", "a_b_count", "histogram", "a.b", "U__a_2e_b"],
      ["gauge", "a_bucket", "gaugehistogram", "a", "a"],
      ["summary", "a_b", "gauge", "a.b_sum", "U__a_2e_b__sum"],
      ["gauge", "a_b_created", "counter", "a.b_total", "U__a_2e_b__total"],
      ["gauge", "a_b", "counter", "a.b_total", "U__a_2e_b__total"],
      ["info", "a_b_info", "gauge", "a.b", "U__a_2e_b"],
      ["gauge", "a_b_count", "gauge", "a.b", "a_b"],
    ];
  for (const [one, name, other, otherName, expected] of clashes) {
    it(`renameFamilies() writes ${other} ${otherName} as ${expected} beside ${one} ${name}`, () => {
      const families = [{ type: one, name }, { type: other, name: otherName }]
        .map((head) => ({ ...head, help: "", points: [] }) as MetricFamily);
      assertEquals(renameFamilies(families, "underscores").map(({ name }) => name), [name, expected]);
      assertEquals(renameFamilies(families.toReversed(), "underscores").map(({ name }) => name), [expected, name]);
    });
  }

  property("renameFamilies() keeps all families, no two with a sample name in common", (random) => {
    const types: readonly MetricType[] = ["gauge", "counter", "histogram"];
    for (let i = 0; i < 300; i++) {
      const families: MetricFamily[] = [];
      const taken = new Set<string>();
      for (const name of random.list(8, () => randomName(random))) {
        const type = random.pick(types);
        const family = { ...gaugeFamily(name + (type === "counter" ? "_total" : "")), type } as MetricFamily;
        const claims = sampleNames(type, family.name);
        if (claims.some((claim) => taken.has(claim))) continue;
        for (const claim of claims) taken.add(claim);
        families.push(family);
      }
      for (const scheme of SCHEMES) {
        const others = renameFamilies(families, scheme);
        assertEquals(others.map(({ points }) => points), families.map(({ points }) => points));
        const claims = others.flatMap(({ type, name }) => sampleNames(type, name));
        assertEquals(claims.length, new Set(claims).size, JSON.stringify(claims));
        assertEquals(others.filter(({ name }) => !/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name)), []);
        for (const [i, { name }] of families.entries()) if (/^\w+$/.test(name)) assertEquals(others[i]?.name, name);
      }
    }
  });
});

describe("wireLabelNames", () => {
  for (const [name, ...written] of VECTORS) {
    it(`wireLabelNames() writes ${name} in every scheme`, () => {
      assertEquals(SCHEMES.map((scheme) => wireLabelNames([name], scheme)), written.map((name) => [name]));
      assertEquals(wireLabelNames([name], "allow-utf-8"), [name]);
    });
  }

  it("wireLabelNames() writes colons as what label names cannot have", () => {
    assertEquals(SCHEMES.map((scheme) => wireLabelNames(["a:b"], scheme)[0]), ["a_b", "a__b", "U__a_3a_b"]);
  });

  it("wireLabelNames() gives no two labels one name", () => {
    assertEquals(wireLabelNames(["a-b", "a.b", "a_b"], "underscores"), ["U__a_2d_b", "U__a_2e_b", "a_b"]);
    assertEquals(wireLabelNames(["U__a_2e_b", "a.b"], "values"), ["U__a_2e_b", "UU__a_2e_b"]);
    assertEquals(wireLabelNames(["", "a.b"], "allow-utf-8"), ["", "a.b"]);
  });

  property("wireLabelNames() keeps all labels, and those that need no escaping as they are", (random) => {
    for (let i = 0; i < 300; i++) {
      const names = [...new Set(random.list(6, () => randomName(random)))];
      for (const scheme of SCHEMES) {
        const others = wireLabelNames(names, scheme);
        assertEquals(
          [others.length, new Set(others).size],
          [names.length, names.length],
          JSON.stringify([names, others]),
        );
        assertEquals(others.filter((name) => !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)), []);
        for (const [i, name] of names.entries()) if (/^\w+$/.test(name)) assertEquals(others[i], name);
      }
    }
  });
});
