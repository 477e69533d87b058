import { createServer } from "node:http";
import { makeShop } from "./shop.ts";

/** Serves the shop with `node:http`. */
export async function listen(port: number): Promise<void> {
  const shop = await makeShop();
  createServer(async ({ url }, response) => {
    const { status, headers, body } = await shop(new Request(new URL(url ?? "/", "http://localhost")));
    response.writeHead(status, Object.fromEntries(headers));
    for await (const piece of body ?? []) response.write(piece);
    response.end();
  }).listen(port, "127.0.0.1");
}
