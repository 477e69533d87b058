import { describe, it } from "node:test";
import { assertEquals, assertMatch } from "@std/assert";
import { lint, type LintOptions } from "../../src/lint/lint.ts";
import type { Rule } from "../../src/lint/rule.ts";
import type { Labels } from "../../src/model/labels.ts";
import type { MetricFamily, MetricType, PointHead } from "../../src/model/metric_family.ts";

/** What breaks a rule, and what does not. */
export interface RuleCases {
  /** Families that break it, each with what is said about it. */
  readonly breaks: readonly (readonly [families: MetricFamily | readonly MetricFamily[], ...messages: string[]])[];
  /** Families that keep it. */
  readonly keeps: readonly MetricFamily[];
  /** Limits that are not the defaults. */
  readonly limits?: LintOptions;
}

/** A family of any type, with a point for each label set and one without labels where there is none. */
export function family(type: MetricType, name: string, ...labelSets: readonly Labels[]): MetricFamily {
  const values = { value: 1, sum: 1, count: 1, bounds: [], counts: [1], quantiles: [], states: { on: true } };
  const points = (labelSets.length === 0 ? [{}] : labelSets).map((labels) => ({ ...values, labels }));
  return { type, name, help: "Test.", points };
}

/** What every rule of the linter owes. */
export function ruleContract(rule: Rule, { breaks, keeps, limits = {} }: RuleCases): void {
  const { id, severity, reason, fix } = rule;

  /** What the rule says, with the labels that it blames, which must be there. */
  function said(families: readonly MetricFamily[]): string[] {
    const problems = lint(families, { ...limits, rules: [rule] });
    for (const problem of problems) {
      const { metric, message: _, label, ...rest } = problem;
      assertEquals(rest, { rule: id, severity, reason, fix });
      const named = families.filter(({ name }) => name === metric);
      assertEquals(named.length > 0, true, `there is no ${metric}`);
      const points = named.flatMap(({ points }) => [...points as Iterable<PointHead>]);
      assertEquals(label === undefined || points.some(({ labels }) => label in labels), true, `no label ${label}`);
    }
    return problems.map(({ message }) => message);
  }

  describe(`rule ${id}`, () => {
    for (const [what, ...messages] of breaks) {
      const families = "type" in what ? [what] : what;
      const names = families.map(({ type, name }) => `${type} ${name}`).join(" beside ");

      it(`rule ${id} is broken by ${names}: ${messages.join("; ")}`, () => assertEquals(said(families), messages));

      it(`rule ${id} reads the points of ${names} at most once`, () => {
        const once = families.map((family) => ({ ...family, points: readableOnce(family) }) as MetricFamily);
        const { maxLabels = 10, maxSeries = 1000 } = limits;
        const findings = "checkAll" in rule
          ? [...rule.checkAll(once, { maxLabels, maxSeries })]
          : once.flatMap((family) => [...rule.check(family, { maxLabels, maxSeries })]);
        assertEquals(findings.map(({ message }) => message).sort(), messages);
      });

      it(`rule ${id} says nothing of ${names} where it is disabled`, () => {
        assertEquals(lint(families, { ...limits, rules: [rule], disable: [id] }), []);
      });
    }

    for (const family of keeps) {
      it(`rule ${id} is kept by ${family.type} ${family.name}`, () => assertEquals(said([family]), []));
    }

    it(`rule ${id} says why, and what to do`, () => {
      assertMatch(reason, /^[A-Z].*\.$/);
      assertMatch(fix, /^[A-Z].*\.$/);
    });
  });
}

/** The points, for a reader who comes once. */
function readableOnce({ points }: MetricFamily): Iterable<PointHead> {
  let isRead = false;
  return {
    [Symbol.iterator]() {
      if (isRead) throw new Error("The points are read again");
      isRead = true;
      return (points as Iterable<PointHead>)[Symbol.iterator]();
    },
  };
}
