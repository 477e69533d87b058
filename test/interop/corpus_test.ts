import { describe, it } from "node:test";
import { type Case, isBad } from "../corpus/case.ts";
import { OPENMETRICS_CASES } from "../corpus/openmetrics/mod.ts";
import { TEXT_CASES } from "../corpus/text/mod.ts";
import { missingLibraries, readAll } from "./readers.ts";

type Library = Parameters<typeof readAll>[0];

/**
 * Lets a library read all cases. Its verdict must be that of the case, unless the case says otherwise and tells which
 * sentence decides.
 */
async function assertVerdicts(
  library: Library,
  mode: string,
  subjects: Readonly<Record<string, readonly Case[]>>,
): Promise<void> {
  const cases = Object.entries(subjects).flatMap(([subject, all]) => all.map((one) => ({ subject, ...one })));
  const found = await readAll(library, [mode], cases.map(({ input }) => input));
  const wrong = cases.flatMap((one, i) => {
    const verdict = Array.isArray(found[i]) ? "accepts" : "rejects";
    const expected = isBad(one) ? "rejects" : "accepts";
    const told = one.deviations[library]?.split(":", 1)[0] ?? expected;
    const isNeedless = one.deviations[library] !== undefined && told === expected;
    if (verdict === told && !isNeedless) return [];
    return [`${one.subject}/${one.name}: ${library} ${verdict} it (${JSON.stringify(found[i]).slice(0, 200)})`];
  });
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
}

describe("the corpus", { skip: missingLibraries() }, () => {
  it("OPENMETRICS_CASES have the verdicts of Python's library, or a sentence against them", () => {
    return assertVerdicts("python", "openmetrics", OPENMETRICS_CASES);
  });

  it("TEXT_CASES have the verdicts of Go's library, or a sentence against them", () => {
    return assertVerdicts("go", "text", TEXT_CASES);
  });
});
