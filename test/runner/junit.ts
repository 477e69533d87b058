/** How many tests passed, failed and were skipped. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Counts the tests in a JUnit report as Deno, Node and Bun write it. Tests count, groups do not: Node and Bun nest their
 * tests in them, Deno lists a group as one more case, whose name leads those of its tests.
 */
export function countTests(report: string): Counts {
  const cases = report.split("<testcase ").slice(1).map((text) => ({
    text,
    name: /name="([^"]*)"/.exec(text)?.[1] ?? "",
  }));
  const groups = new Set(
    cases.flatMap(({ name }) => [...name.matchAll(/ &gt; /g)].map((at) => name.slice(0, at.index))),
  );
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { text, name } of cases) {
    if (groups.has(name)) continue;
    counts[text.includes("<failure") ? "failed" : text.includes("<skipped") ? "skipped" : "passed"]++;
  }
  return counts;
}
