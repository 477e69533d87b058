import process from "node:process";
import { makeShop } from "./shop.ts";

const { Bun } = globalThis as unknown as {
  readonly Bun: {
    serve(options: { port: number; hostname: string; reusePort: boolean; fetch: typeof fetchShop }): unknown;
  };
};

const fetchShop = await makeShop({ name: process.env["SHOP_NAME"] });
Bun.serve({ port: Number(process.env["PORT"]), hostname: "127.0.0.1", reusePort: true, fetch: fetchShop });
