/** A label value as passed by the caller; numbers, booleans and bigints are converted to strings. */
export type LabelValue = string | number | boolean | bigint;

/** Labels of one point: name to value, without `__name__`, `le` and `quantile`. */
export type Labels = Readonly<Record<string, string>>;

/** Allowed values of some labels. */
export type AllowedValues = Readonly<Record<string, readonly LabelValue[]>>;

/** Default of the allowed values: no label is restricted. It is an interface because editors show its name. */
export interface AnyValues extends Readonly<Record<never, never>> {}

/** Exactly one value for each of the label names `L`; labels listed in `V` take one of the listed values. */
export type LabelValues<L extends string, V = AnyValues> = {
  readonly [K in L]: V extends Readonly<Record<K, readonly (infer T)[]>> ? T : LabelValue;
};

/** A value for each label name of `T`, in the order of the definition. */
export type LabelTuple<T, Values extends LabelValue[] = []> = string extends keyof T ? LabelValue[]
  : [keyof T] extends [never] ? Values
  // Removes one label name per step: the intersection of functions returns the last member of the union of names.
  : (keyof T extends infer K ? K extends PropertyKey ? (member: () => K) => void : never : never) extends
    (member: infer F extends () => PropertyKey) => void ? LabelTuple<Omit<T, ReturnType<F>>, [...Values, LabelValue]>
  : never;

/** Arguments of a method: labels come first, and are omitted if the metric has no label names. */
export type Labelled<T, Rest extends readonly unknown[]> = [keyof T] extends [never] ? Rest
  : [labels: T, ...rest: Rest];

/**
 * Converts a label value to text.
 *
 * @param value Any value
 * @returns The text, or `undefined` if the value is neither a string, a number, a boolean nor a bigint
 */
export function labelValueText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"
    ? String(value)
    : undefined;
}
