import { lookUp } from "./exporter.ts";

const ARTICLES = ["lamp", "chair", "table", "shelf"];

/** Simulates customers: looks up a price ten times a second. */
export function startCustomers(): void {
  let steps = 0;
  setInterval(() => lookUp(ARTICLES[++steps % ARTICLES.length] ?? ""), 100);
}
