import type { Labels } from "../model/labels.ts";

/** How a registry writes its text. Series keep the text of their labels as long as they are written with the same layout. */
export interface TextLayout {
  /** Whether the text is OpenMetrics. */
  readonly isOpenMetrics: boolean;
  /** Labels that series get unless they have them; `undefined` if there are none. */
  readonly defaultLabels: Labels | undefined;
}

const OPENMETRICS_LAYOUT: TextLayout = { isOpenMetrics: true, defaultLabels: undefined };
const PROMETHEUS_LAYOUT: TextLayout = { isOpenMetrics: false, defaultLabels: undefined };

/**
 * Returns a layout. Without default labels it is always the same object, so a metric in several registries keeps its text.
 *
 * @param isOpenMetrics Whether the text is OpenMetrics
 * @param defaultLabels Labels that series get unless they have them
 */
export function layoutOf(isOpenMetrics: boolean, defaultLabels: Labels): TextLayout {
  if (Object.keys(defaultLabels).length > 0) return { isOpenMetrics, defaultLabels };
  return isOpenMetrics ? OPENMETRICS_LAYOUT : PROMETHEUS_LAYOUT;
}
