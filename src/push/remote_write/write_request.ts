import type { Bytes } from "../../model/bytes.ts";

/** A request of remote write 2.0, not compressed. */
export interface WriteRequest {
  readonly bytes: Bytes;
  /** Numbers of samples and histograms. */
  readonly samples: number;
}
