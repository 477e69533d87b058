import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { Info, type InfoOptions } from "../../src/metrics/info.ts";

const OPTIONS = { name: "test_info", help: "Test.", labels: { version: "1.2.3" } } as const;

/** Options that are not usable, and what the error says of them. */
const BAD: readonly [what: string, options: object, message: string][] = [
  ["a name without _info", { name: "test" }, '"test": name must end in "_info"'],
  ["a name that is _info alone", { name: "_info" }, '"_info": name must end in "_info"'],
  ["a name with a lone surrogate", { name: "\ud800_info" }, '"\\ud800_info": name must be non-empty, well-formed text'],
  ["a missing help", { help: undefined }, '"test_info": help must be a string, current value is undefined'],
  ["a reserved label", { labels: { __x: "1" } }, '"test_info": label name "__x"'],
  [
    "a label without a value",
    { labels: { version: undefined } },
    '"test_info": label "version" must be a string, number, boolean or bigint',
  ],
];

describe("Info", () => {
  it("Info reports its facts as labels of a single series", () => {
    const [family] = new Info({ ...OPTIONS, labels: { version: "1.2.3", major: 1, stable: true, note: "" } }).collect();
    assertEquals({ type: family?.type, name: family?.name, help: family?.help }, {
      type: "info",
      name: "test_info",
      help: "Test.",
    });
    assertEquals(Array.from(family?.points ?? [], ({ labels }) => labels), [{
      version: "1.2.3",
      major: "1",
      stable: "true",
      note: "",
    }]);
  });

  it("Info does not notice when the caller's facts change", () => {
    const labels = { version: "1" };
    const info = new Info({ ...OPTIONS, labels });
    labels.version = "2";
    assertEquals(info.labels().labels, { version: "1" });
  });

  for (const [what, options, message] of BAD) {
    it(`Info rejects ${what}`, () => {
      assertThrows(
        () => new Info({ ...OPTIONS, ...options } as InfoOptions),
        TypeError,
        `Cannot define info ${message}`,
      );
    });
  }
});
