/**
 * Shares room for series between families: those that need little get all of it, and the others alike.
 *
 * @param counts How many series each family has
 * @param room For how many there is room in all
 * @returns How many of each there is room for
 */
export function shareRoom(counts: readonly number[], room: number): number[] {
  const shares: number[] = counts.map(() => 0);
  let left = room;
  let waiting = counts.length;
  for (const [i, count] of [...counts.entries()].sort(([, one], [, other]) => one - other)) {
    const share = Math.min(count, Math.floor(left / waiting--));
    shares[i] = share;
    left -= share;
  }
  return shares;
}
