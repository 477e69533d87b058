/**
 * Exporters as applications: a landing page, metrics and health endpoints behind one `fetch`.
 *
 * @module
 */

export { defineExporter, type Exporter, type ExporterOptions } from "./define_exporter.ts";
export type { Link } from "./landing_page.ts";
