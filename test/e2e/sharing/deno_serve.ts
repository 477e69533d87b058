import { makeShop } from "./shop.ts";

export default { fetch: await makeShop() };
