import { z } from "zod";

/** Converts snake case to camel case: `body_size_limit` → `bodySizeLimit`. */
type Camel<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S;

/** An object type with camel-case keys. */
export type CamelKeys<T> = { readonly [K in keyof T as Camel<K & string>]: T[K] };

/** Renames snake-case keys, as in YAML, to camel case. */
export function camelKeys<T extends object>(config: T): CamelKeys<T> {
  const entries = Object.entries(config).map(([key, value]) => [
    key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(entries) as CamelKeys<T>;
}

/** A string that is compiled when it is parsed. The message of an error that `compile` throws becomes the problem. */
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

/** A number or boolean that may also be a string, because YAML parsers differ in which scalars they convert. */
export function plain<T extends z.ZodType>(schema: T): z.ZodPreprocess<T> {
  return z.preprocess((value) => {
    if (typeof value !== "string") return value;
    if (value === "true" || value === "false") return value === "true";
    return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
  }, schema);
}

/** Checks several fields together. Fields that are invalid themselves may have any type. */
export type FindProblems<T> = (config: Partial<T>) => readonly SchemaProblem[];

/** An invalid field: its path, the message, and optionally its value. */
export type SchemaProblem = readonly [path: readonly PropertyKey[], message: string, ...value: unknown[]];

/** A check of several fields together. It runs even if a field is invalid, so that all problems are reported at once. */
export function check<T>(find: FindProblems<T>): z.core.$ZodCheck<T> {
  const made = z.check<T>(({ value, issues }) => {
    for (const [path, message, ...values] of find(value ?? {})) {
      issues.push({ code: "custom", path: [...path], message, input: values[0], continue: true });
    }
  });
  made._zod.def.when = () => true;
  return made;
}
