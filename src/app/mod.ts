/**
 * Exporters as applications: a landing page, metrics and health endpoints behind one `fetch`.
 *
 * @module
 */

export type { Build } from "./build_info.ts";
export { defineExporter, type Exporter, type ExporterOptions } from "./define_exporter.ts";
export type { Link } from "./landing_page.ts";
