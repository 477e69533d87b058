import type { Bytes } from "../../model/bytes.ts";

/** Bytes that are compressed at a time: offsets within them fit into 16 bits. */
const BLOCK = 65_536;
/** Shorter blocks are not worth a search. */
const MIN_BLOCK = 17;
const TABLE_BITS = 14;

/**
 * Compresses bytes in the block format of Snappy.
 *
 * @param source The bytes
 * @returns The compressed bytes
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 */
export function compress(source: Uint8Array): Bytes {
  const out = new Uint8Array(32 + source.length + Math.ceil(source.length / 6));
  let at = 0;
  let rest = source.length;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out[at++] = rest & 127 | 128;
  out[at++] = rest;
  const table = new Uint16Array(1 << TABLE_BITS);
  for (let from = 0; from < source.length; from += BLOCK) {
    if (from > 0) table.fill(0);
    at = compressBlock(source, from, Math.min(source.length, from + BLOCK), table, out, at);
  }
  return out.slice(0, at);
}

/** Compresses one block, and returns the length of the output. */
function compressBlock(
  source: Uint8Array,
  start: number,
  end: number,
  table: Uint16Array,
  out: Uint8Array,
  length: number,
): number {
  let at = length;
  let pending = start; // first byte that is not in the output yet
  if (end - start >= MIN_BLOCK) {
    const limit = end - 15;
    for (let from = start + 1; from < limit; from++) {
      // The longer nothing is found, the larger are the steps.
      let match = exchange(table, source, start, from);
      for (let skip = 32; load(source, match) !== load(source, from); match = exchange(table, source, start, from)) {
        from += skip++ >>> 5;
        if (from > limit) return writeLiteral(source, pending, end, out, at);
      }
      at = writeLiteral(source, pending, from, out, at);
      do {
        let to = from + 4;
        for (let other = match + 4; to < end && source[to] === source[other]; other++) to++;
        at = writeCopy(from - match, to - from, out, at);
        from = pending = to;
        if (from >= limit) break;
        exchange(table, source, start, from - 1);
        match = exchange(table, source, start, from);
      } while (load(source, match) === load(source, from));
    }
  }
  return pending < end ? writeLiteral(source, pending, end, out, at) : at;
}

/** Puts a position into the table, and returns the one that was there for the same bytes. */
function exchange(table: Uint16Array, source: Uint8Array, start: number, at: number): number {
  const slot = hash(load(source, at));
  const before = table[slot] as number;
  table[slot] = at - start;
  return start + before;
}

function load(source: Uint8Array, at: number): number {
  return (source[at] as number) | (source[at + 1] as number) << 8 | (source[at + 2] as number) << 16 |
    (source[at + 3] as number) << 24;
}

function hash(bytes: number): number {
  return Math.imul(bytes, 0x1e35a7bd) >>> 32 - TABLE_BITS;
}

function writeLiteral(source: Uint8Array, from: number, to: number, out: Uint8Array, length: number): number {
  let at = length;
  const size = to - from - 1;
  if (size < 60) {
    out[at++] = size << 2;
  } else if (size < 256) {
    out[at++] = 60 << 2;
    out[at++] = size;
  } else {
    out[at++] = 61 << 2;
    out[at++] = size & 255;
    out[at++] = size >> 8;
  }
  if (size < 32) { for (let i = from; i < to; i++) out[at++] = source[i] as number; }
  else {
    out.set(source.subarray(from, to), at);
    at += size + 1;
  }
  return at;
}

function writeCopy(offset: number, size: number, out: Uint8Array, length: number): number {
  let at = length;
  let rest = size;
  // A copy of at most 3 bytes would be left over if 64 were taken from 65 to 67.
  for (; rest >= 68; rest -= 64) at = writeLongCopy(offset, 64, out, at);
  if (rest > 64) {
    at = writeLongCopy(offset, 60, out, at);
    rest -= 60;
  }
  if (rest >= 12 || offset >= 2048) return writeLongCopy(offset, rest, out, at);
  out[at++] = offset >> 8 << 5 | rest - 4 << 2 | 1;
  out[at++] = offset & 255;
  return at;
}

function writeLongCopy(offset: number, size: number, out: Uint8Array, at: number): number {
  out[at] = size - 1 << 2 | 2;
  out[at + 1] = offset & 255;
  out[at + 2] = offset >> 8;
  return at + 3;
}
