/**
 * The part of `node:test` that the tests use, for workerd, which has none. Importing a test file registers its tests;
 * {@linkcode run} runs them one after another.
 */

/** What became of one test. */
export interface Outcome {
  readonly name: string;
  readonly skip?: boolean | string;
  readonly error?: string | undefined;
}

interface Options {
  readonly skip?: boolean | string;
}
interface Context {
  after(hook: Hook): void;
  test(name: string, ...rest: Rest<Body>): Promise<void>;
}
type Hook = () => unknown;
type Body = (t: Context) => unknown;
type Rest<F> = [body: F] | [options: Options, body: F];

/** A `describe`, or the root around all. */
class Group {
  readonly path: readonly string[];
  readonly skip: boolean | string;
  readonly outer: Group | undefined;
  readonly before: Hook[] = [];
  readonly beforeEach: Hook[] = [];
  readonly afterEach: Hook[] = [];
  readonly after: Hook[] = [];
  readonly steps: Hook[] = [];

  constructor(path: readonly string[], skip: boolean | string, outer?: Group) {
    this.path = path;
    this.skip = skip;
    this.outer = outer;
  }

  async run(): Promise<void> {
    const error = await errorOf(() => runAll(this.skip ? this.steps : [...this.before, ...this.steps, ...this.after]));
    if (error) outcomes.push({ name: nameOf([...this.path, "hooks"]), error });
  }

  /** Calls a test's body between the hooks of this group and of those around it. */
  async call(body: Hook): Promise<void> {
    const hooked = () => runAll([...this.beforeEach, body], this.afterEach);
    await (this.outer ? this.outer.call(hooked) : hooked());
  }
}

const root = new Group([], false);
const outcomes: Outcome[] = [];
let current = root;

/** Registers a group of tests. */
export function describe(name: string, ...rest: Rest<Hook>): void {
  const outer = current;
  const [{ skip = outer.skip }, register] = split(rest);
  const group = new Group([...outer.path, name], skip, outer);
  outer.steps.push(() => group.run());
  current = group;
  register();
  current = outer;
}

/** Registers a test. */
export function test(name: string, ...rest: Rest<Body>): void {
  const group = current;
  const [{ skip = group.skip }, body] = split(rest);
  group.steps.push(() => runTest([...group.path, name], skip, (t) => group.call(() => body(t))));
}
export { describe as suite, test as it };

export const before = (hook: Hook): void => void current.before.push(hook);
export const beforeEach = (hook: Hook): void => void current.beforeEach.push(hook);
export const afterEach = (hook: Hook): void => void current.afterEach.push(hook);
export const after = (hook: Hook): void => void current.after.push(hook);

/** Runs everything that was registered. */
export async function run(): Promise<readonly Outcome[]> {
  await root.run();
  return outcomes;
}

/** Runs one test. One with subtests is counted through them. */
async function runTest(path: readonly string[], skip: boolean | string, body: Body): Promise<void> {
  if (skip) return void outcomes.push({ name: nameOf(path), skip });
  const afters: Hook[] = [];
  let subtests = 0;
  const t: Context = {
    after: (hook) => void afters.push(hook),
    async test(name, ...rest) {
      subtests++;
      const [{ skip = false }, body] = split(rest);
      await runTest([...path, name], skip, body);
    },
  };
  const error = await errorOf(() => runAll([() => body(t)], afters));
  if (error || subtests === 0) outcomes.push({ name: nameOf(path), error });
}

async function runAll(hooks: readonly Hook[], lasts: readonly Hook[] = []): Promise<void> {
  try {
    for (const hook of hooks) await hook();
  } finally {
    for (const hook of lasts) await hook();
  }
}

async function errorOf(hook: Hook): Promise<string | undefined> {
  try {
    await hook();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.stack ?? error.message : `Thrown: ${error}`;
  }
}

function split<F>(rest: Rest<F>): [Options, F] {
  return rest.length === 1 ? [{}, rest[0]] : rest;
}

/** Not with the `>` of Deno's report, where it would make groups of tests. */
function nameOf(path: readonly string[]): string {
  return path.join(": ");
}
