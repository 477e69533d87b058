/**
 * Divides a limit of series between families: small families get all they need, and the others share the rest equally.
 *
 * @param counts Number of series of each family
 * @param room Maximum number of series of all families together
 * @returns Maximum number of series for each family
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
