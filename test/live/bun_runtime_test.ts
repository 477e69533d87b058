import { runtimeMetricsContract } from "../contract/runtime_metrics.ts";
import { RUN } from "../support/runtimes.ts";

runtimeMetricsContract({ name: "Bun", prefix: "bun", command: RUN.bun });
