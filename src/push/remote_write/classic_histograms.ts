/** How classic histograms are sent: as a series for each bucket, or as one native histogram with custom buckets. */
export type ClassicHistograms = "nhcb" | "series";
