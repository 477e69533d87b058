import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { shareRoom } from "../../../src/app/landing/_share_room.ts";

describe("shareRoom()", () => {
  it("gives all to all where there is room", () => {
    assertEquals(shareRoom([3, 0, 5], 8), [3, 0, 5]);
    assertEquals(shareRoom([], 8), []);
  });

  it("takes from those that have the most", () => {
    assertEquals(shareRoom([1000, 1, 1000, 2], 103), [50, 1, 50, 2]);
    assertEquals(shareRoom([1_000_000], 20), [20]);
    assertEquals(shareRoom([4, 4, 4], 2), [0, 1, 1]);
  });
});
