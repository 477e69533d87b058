const FLOORS_0_TO_4 = [
  ...["model", "metrics", "registry", "exposition", "parse", "lint", "merge"],
  ...["http", "push", "runtime", "pools", "testing", "share", "middleware"],
];

/** Ground floor first: by folder of `src/`, the other folders that it may import from. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  metrics: ["model"],
  registry: ["model", "metrics"],
  exposition: ["model"],
  parse: ["model"],
  lint: ["model"],
  merge: ["model"],
  http: ["model", "metrics", "exposition"],
  push: ["model", "exposition"],
  runtime: ["model", "metrics"],
  pools: ["model", "metrics"],
  testing: ["model", "exposition", "parse", "lint"],
  share: ["model", "merge"],
  middleware: ["model", "metrics", "registry"],
  hono: FLOORS_0_TO_4,
  prom_client: FLOORS_0_TO_4,
  otel: FLOORS_0_TO_4,
  app: FLOORS_0_TO_4,
  entry: [...FLOORS_0_TO_4, "hono", "prom_client", "otel", "app"],
};
