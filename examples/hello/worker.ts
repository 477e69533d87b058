export { default } from "./exporter.ts";
