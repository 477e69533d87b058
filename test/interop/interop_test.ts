import { Buffer } from "node:buffer";
import { describe, it } from "node:test";
import type { EncodeOptions, Format } from "../../src/exposition/format.ts";
import { OPENMETRICS } from "../../src/exposition/text/openmetrics.ts";
import { PROTOBUF } from "../../src/exposition/protobuf/protobuf.ts";
import { PROTOBUF_COMPACT, PROTOBUF_TEXT } from "../../src/exposition/protobuf/prototext.ts";
import { TEXT } from "../../src/exposition/text/text.ts";
import { messagesOfProtobuf, messagesOfText, NEW_FIELDS, withoutNewFields } from "./messages.ts";
import { type RandomRegistry, randomRegistry } from "../support/random_registry.ts";
import { missingLibraries, readAll } from "./readers.ts";
import { samplesOfOpenMetrics, samplesOfText } from "./samples.ts";

const skip = missingLibraries();
const REGISTRIES = Array.from({ length: skip ? 0 : 10_000 }, (_, seed) => randomRegistry(seed));
/** Old readers take whole numbers only, except as protobuf. */
const WHOLE = REGISTRIES.filter(({ hasFractions }) => !hasFractions);
/** What is printed for people is read slowly. */
const FEW = REGISTRIES.slice(0, 2000).map(withoutNewFields);

/** Writes registries, reads them with a library of another language and compares what that found. */
async function assertRead(
  [language, mode]: readonly ["go" | "python", string],
  format: Format,
  registries: readonly RandomRegistry[],
  expected: (registry: RandomRegistry) => readonly unknown[],
  options: EncodeOptions = {},
): Promise<void> {
  const documents = registries.map(({ families, escaping }) => join(format.encode(families, { ...options, escaping })));
  const found = await readAll(language, [mode], documents);
  const all = JSON.stringify(found);
  const unknown = NEW_FIELDS.filter((field) => !all.includes(`"${field}":`));
  for (const [i, registry] of registries.entries()) {
    const [actual, wanted] = [canonical(found[i], []), canonical(expected(registry), unknown)];
    if (actual === wanted) continue;
    const text = new TextDecoder().decode(documents[i]);
    throw new Error(`Seed ${registry.seed}: ${language} read\n${text}\nas\n${actual}\nand not as\n${wanted}`);
  }
}

describe("10,000 random registries", { skip }, () => {
  it("TEXT is read by Python's library as it is meant", () => {
    return assertRead(["python", "text"], TEXT, REGISTRIES, samplesOfText);
  });

  it("TEXT is read by Go's library as it is meant", () => {
    return assertRead(["go", "text"], TEXT, WHOLE, messagesOfText);
  });

  it("OPENMETRICS is read by Python's library as it is meant", async () => {
    for (const created of [false, true]) {
      const expected = (registry: RandomRegistry) => samplesOfOpenMetrics(registry, created);
      await assertRead(["python", "openmetrics"], OPENMETRICS, WHOLE, expected, { created });
    }
  });

  it("PROTOBUF is read by Go's library as it is meant", () => {
    return assertRead(["go", "protobuf"], PROTOBUF, REGISTRIES, messagesOfProtobuf);
  });

  it("PROTOBUF_TEXT and PROTOBUF_COMPACT are read by Go's library as they are meant", async () => {
    await assertRead(["go", "multiline"], PROTOBUF_TEXT, FEW, messagesOfProtobuf);
    await assertRead(["go", "compact"], PROTOBUF_COMPACT, FEW, messagesOfProtobuf);
  });
});

/** JSON that is the same for the same families, in whatever order a reader has them. */
function canonical(families: unknown, without: readonly string[]): string {
  if (!Array.isArray(families)) return String(families);
  const texts = families.map((family) => JSON.stringify(family, (key, value) => inOrder(key, value, without)));
  return texts.sort().join("\n");
}

function inOrder(key: string, value: unknown, without: readonly string[]): unknown {
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return key === "label" ? value.toSorted((one, other) => one.name < other.name ? -1 : 1) : value;
  }
  const entries = Object.entries(value).filter(([name]) => !without.includes(name));
  return Object.fromEntries(entries.sort(([one], [other]) => one < other ? -1 : 1));
}

function join(pieces: Iterable<Uint8Array>): Uint8Array {
  return new Uint8Array(Buffer.concat([...pieces]));
}
