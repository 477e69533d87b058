import exporter, { work } from "./exporter.ts";

// Between requests a Worker does nothing: each request does one step.
export default {
  async fetch(request: Request): Promise<Response> {
    await work();
    return exporter.fetch(request);
  },
};
