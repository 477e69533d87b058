import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { StateSet } from "../../src/metrics/state_set.ts";
import { instrumentContract } from "../contract/instrument.ts";

const HEAD = { name: "test", help: "Test." } as const;
const STATES = Array.from({ length: 500 }, (_, i) => String(i));

instrumentContract<StateSet<string, string>>({
  title: "StateSet",
  type: "stateset",
  name: HEAD.name,
  make: (options) => new StateSet<string, string>({ ...HEAD, states: STATES, ...options }),
  write: (stateSet, labels) => {
    const isLabelled = stateSet.definition.labelNames.length > 0;
    const cell = safely(() => isLabelled ? stateSet.labels(labels) : stateSet.labels());
    if (cell === undefined) stateSet.set(labels, "1");
    else cell.set(String(Object.values(cell.states).indexOf(true) + 1));
  },
  miswrite: (stateSet, labels) => stateSet.set(labels, "unheard-of"),
  // Each write moves on to the next state.
  writes: (stateSet, labels) => {
    const states = stateSet.value(labels);
    return states && Object.values(states).indexOf(true);
  },
});

/** Leaves it to the write itself to reject labels. */
function safely<R>(read: () => R): R | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

describe("StateSet", () => {
  it("StateSet is in its first state at the start", () => {
    const mode = new StateSet({ ...HEAD, states: ["starting", "running"] });
    assertEquals(mode.value(), { starting: true, running: false });
  });

  it("StateSet rejects a label of its own name, under which its states go", () => {
    const states = ["on"];
    assertThrows(() => new StateSet({ ...HEAD, states, labelNames: ["test"] }), TypeError, 'label name "test"');
    assertThrows(() => new StateSet({ ...HEAD, states, constLabels: { test: "1" } }), TypeError, 'label name "test"');
  });

  it("StateSet does not notice when the caller's states change", () => {
    const states = ["on", "off"];
    const power = new StateSet({ ...HEAD, states });
    states.push("broken");
    assertEquals(power.value(), { on: true, off: false });
  });

  it("StateSet takes any text as a state", () => {
    const states = ["constructor", "a b", '"', "花火"];
    const odd = new StateSet({ ...HEAD, states });
    odd.set("花火");
    assertEquals(odd.value(), { constructor: false, "a b": false, '"': false, 花火: true });
  });

  const bad: readonly [states: unknown, message: string][] = [
    [[], "states must be an array of non-empty, well-formed text, current value is []"],
    [undefined, "states must be an array of non-empty, well-formed text, current value is undefined"],
    ["on", 'states must be an array of non-empty, well-formed text, current value is "on"'],
    [["on", ""], 'states must be an array of non-empty, well-formed text, current value is ["on",""]'],
    [["on", 5], 'states must be an array of non-empty, well-formed text, current value is ["on",5]'],
    [["\ud800"], 'states must be an array of non-empty, well-formed text, current value is ["\\ud800"]'],
    [["on", "off", "on"], 'states must differ, current value is ["on","off","on"]'],
  ];
  for (const [states, message] of bad) {
    it(`StateSet rejects the states ${JSON.stringify(states)}`, () => {
      assertThrows(
        () => new StateSet({ ...HEAD, states: states as string[] }),
        TypeError,
        `Cannot define stateset "test": ${message}`,
      );
    });
  }
});

describe("StateSet.set()", () => {
  it("StateSet.set() turns a state on, and all others off", () => {
    const mode = new StateSet({ ...HEAD, labelNames: ["a"], states: ["starting", "running", "stopping"] });
    mode.set({ a: "1" }, "running");
    assertEquals(mode.value({ a: "1" }), { starting: false, running: true, stopping: false });
    mode.labels({ a: "1" }).set("stopping");
    assertEquals(mode.value({ a: "1" }), { starting: false, running: false, stopping: true });
  });

  it("StateSet.set() turns one state on or off beside the others", () => {
    const features = new StateSet({ ...HEAD, labelNames: ["a"], states: ["x", "y", "z"] });
    features.set({ a: "1" }, "y", true);
    features.set({ a: "1" }, "y", true);
    assertEquals(features.value({ a: "1" }), { x: true, y: true, z: false });
    features.labels({ a: "1" }).set("x", false);
    assertEquals(features.value({ a: "1" }), { x: false, y: true, z: false });
    features.set({ a: "1" }, "y", false);
    assertEquals(features.value({ a: "1" }), { x: false, y: false, z: false });
  });

  for (const state of ["broken", "", "toString", undefined, null, 5, ["on"]]) {
    it(`StateSet.set() rejects ${JSON.stringify(state)}, which is no state, and changes nothing`, () => {
      const power = new StateSet({ ...HEAD, states: ["off", "on"] });
      power.set("on");
      const message = `Cannot set stateset "test": state must be one of ["off","on"], current value is ${
        JSON.stringify(state)
      }`;
      assertThrows(() => power.set(state as "on"), RangeError, message);
      assertThrows(() => power.set(state as "on", true), RangeError, message);
      assertEquals(power.value(), { off: false, on: true });
    });
  }
});

describe("StateSet.value()", () => {
  it("StateSet.value() gives a copy", () => {
    const power = new StateSet({ ...HEAD, states: ["off", "on"] });
    const before = power.value();
    power.set("on");
    assertEquals(before, { off: true, on: false });
  });
});
