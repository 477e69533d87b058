/// <reference lib="dom" />
import type { FamiliesAnswer, PageProblem, ProblemsAnswer } from "../_answers.ts";
import { CollectorsTable } from "./collectors_table.ts";
import { el, find, place, write } from "./elements.ts";
import { FamiliesTable } from "./families_table.ts";
import { formatNumber } from "./numbers.ts";
import { Poller, type PollState } from "./poller.ts";
import { type Family, Recorder } from "./recorder.ts";

const TIME_LIMIT_MS = 60_000;

/** Problems change seldom: they are loaded with every 12th update. */
const PROBLEMS_EVERY = 12;

const recorder = new Recorder();
const table = new FamiliesTable();
const collectors = new CollectorsTable();
const [state, figures, refresh, pause] = [find("#state"), find("#figures"), find("#refresh"), find("#pause")];

let answers = 0;
let lastTime = "";

const poller = new Poller<FamiliesAnswer>({
  ask: () => load("families"),
  onAnswer(answer) {
    const families = recorder.record(answer, performance.now() / 1000);
    lastTime = new Date().toLocaleTimeString();
    showFigures(families);
    collectors.update(families, answer.failures);
    table.update(families);
    if (answers++ % PROBLEMS_EVERY === 0) void load<ProblemsAnswer>("problems").then(showProblems, () => {});
  },
  onState(pollState) {
    state.className = pollState.kind;
    write(state, stateText(pollState));
  },
  later(call, ms) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  now: () => performance.now(),
});

async function load<T>(what: string): Promise<T> {
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  const response = await fetch(new URL(`./-/page/${what}`, document.baseURI), { signal, cache: "no-store" });
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  return await response.json();
}

function stateText(state: PollState): string {
  if (state.kind !== "unreachable") return state.kind === "live" ? "Live" : "Paused";
  const next = new Date(Date.now() + state.waitMs).toLocaleTimeString();
  const age = lastTime === "" ? "" : ` The values below are from ${lastTime}.`;
  return `Cannot load the metrics (${state.reason}). Next attempt at ${next}.${age}`;
}

function showFigures(families: readonly Family[]): void {
  const series = families.reduce((sum, { head }) => sum + head.series, 0);
  write(figures, `${formatNumber(series)} series of ${formatNumber(families.length)} metrics at ${lastTime}`);
}

function showProblems({ count, problems }: ProblemsAnswer): void {
  const details = find("#problems");
  details.hidden = count === 0;
  write(find("#problems summary"), count === 1 ? "1 warning" : `${formatNumber(count)} warnings`);
  place(
    find("#problems ul"),
    problems.map(({ metric, message }) => {
      return el("li", {}, el("a", { href: `#${encodeURIComponent(metric)}` }, metric), `: ${message}`);
    }),
  );
  const byMetric = new Map<string, PageProblem[]>();
  for (const problem of problems) byMetric.set(problem.metric, [...byMetric.get(problem.metric) ?? [], problem]);
  table.warn(byMetric);
}

function follow(): void {
  if (document.hidden || pause.ariaPressed === "true") poller.pause();
  else poller.start();
}

refresh.addEventListener("click", () => void poller.askNow());
pause.addEventListener("click", () => {
  pause.ariaPressed = String(pause.ariaPressed !== "true");
  follow();
});
document.addEventListener("visibilitychange", follow);
find("#live").hidden = false;
follow();
