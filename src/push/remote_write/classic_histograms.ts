/**
 * How classic histograms are sent: as a series for each bucket (`series`), the same unless the histogram is a native one, too
 * (`fallback`), or as one native histogram with custom buckets (`nhcb`).
 */
export type ClassicHistograms = "fallback" | "nhcb" | "series";
