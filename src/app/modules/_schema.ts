import { z } from "zod";

/** The name of a field as code has it: `body_size_limit` → `bodySizeLimit`. */
type Camel<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S;

/** An object with the names of code. */
export type CamelKeys<T> = { readonly [K in keyof T as Camel<K & string>]: T[K] };

/** Renames fields from the way of YAML to that of code. */
export function camelKeys<T extends object>(config: T): CamelKeys<T> {
  const entries = Object.entries(config).map(([key, value]) => [
    key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(entries) as CamelKeys<T>;
}

/** Text that is compiled as it is read; what the compiler throws is the problem. */
export function compiled<T>(compile: (text: string) => T): z.ZodType<T> {
  return z.string().transform((text, context) => {
    try {
      return compile(text);
    } catch (error) {
      context.issues.push({ code: "custom", message: (error as Error).message, input: text });
      return z.NEVER;
    }
  });
}

/** A number or boolean that may also be text: readers of YAML differ in what they leave to the field. */
export function plain<T extends z.ZodType>(schema: T): z.ZodPreprocess<T> {
  return z.preprocess((value) => {
    if (typeof value !== "string") return value;
    if (value === "true" || value === "false") return value === "true";
    return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
  }, schema);
}

/** Finds what is wrong with several fields together; those that are wrong by themselves may be anything. */
export type FindProblems<T> = (config: Partial<T>) => readonly Problem[];

/** What is wrong with a field, and which one. */
export type Problem = readonly [path: readonly PropertyKey[], message: string, ...value: unknown[]];

/** A check of several fields together. It runs even where a field is wrong, so that all problems are told at once. */
export function check<T>(find: FindProblems<T>): z.core.$ZodCheck<T> {
  const made = z.check<T>(({ value, issues }) => {
    for (const [path, message, ...values] of find(value ?? {})) {
      issues.push({ code: "custom", path: [...path], message, input: values[0], continue: true });
    }
  });
  made._zod.def.when = () => true;
  return made;
}
