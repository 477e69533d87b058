/** The same inputs for every library. */

/** Ten methods. */
export const METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "QUERY"];
/** Ten routes; with the methods, 100 series. */
export const ROUTES = METHODS.map((_, i) => `/api/v1/resource/${i}`);
/** Places in those lists, in no order a processor could guess; as many as a power of two, so that `&` wraps around. */
export const PICKS = Array.from({ length: 1024 }, (_, i) => (i * 2654435761 >>> 7) % 10);
/** Durations in seconds as services have them: many short ones, a few long ones. */
export const DURATIONS = Array.from({ length: 1024 }, (_, i) => ((i * 2654435761 >>> 9) % 10007 / 10007) ** 4 * 12);

const MANY_ROUTES = Array.from({ length: 100 }, (_, i) => `/api/v1/resource/${i}`);
const USERS = Array.from({ length: 100 }, (_, i) => `user-${i}`);

/** Labels of one of 100,000 series: a new object, as callers make one for each call, of strings that exist already. */
export function labelsAt(i: number): { method: string; route: string; user: string } {
  return {
    method: METHODS[i % 10] as string,
    route: MANY_ROUTES[Math.floor(i / 10) % 100] as string,
    user: USERS[Math.floor(i / 1000)] as string,
  };
}

/** Names of the labels of series. */
export const LABEL_NAMES = ["method", "route", "user"] as const;

/** Name of a label. */
export type LabelName = typeof LABEL_NAMES[number];

/**
 * Labels of one of several series: `labelsAt()` for three labels, which suits 100,000 series; a method and a route that is
 * not shared for two, which suits 100; a method alone for one, which suits 10.
 */
export function someLabelsAt(i: number, count: number): Record<LabelName, string> {
  if (count === 3) return labelsAt(i);
  const method = METHODS[i % 10] as string;
  // Libraries look only for the labels that they know.
  return (count === 1 ? { method } : { method, route: MANY_ROUTES[i] }) as Record<LabelName, string>;
}

/** Every place of a long list once, in random but fixed order. */
export function shuffled(length: number): Uint32Array {
  const places = Uint32Array.from({ length }, (_, i) => i);
  let state = 1;
  for (let i = length - 1; i > 0; i--) {
    state = Math.imul(state, 1664525) + 1013904223 >>> 0;
    const j = state % (i + 1);
    [places[i], places[j]] = [places[j] ?? 0, places[i] ?? 0];
  }
  return places;
}
