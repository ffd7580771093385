/** Mints event ids: UUIDv7, which carry their own time and so their own folder in the bucket. */

/**
 * Returns a canonical UUIDv7.
 *
 * @param nowMs goes into the first 48 bits
 * @param seq keeps ids of one page in order within a millisecond: RFC 9562 section 6.2, method 1
 * @param random at least 8 bytes
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.7
 */
export function mintEventId(nowMs: number, seq: number, random: Uint8Array): string {
  const time = toHex(nowMs, 12);
  const chance = Array.from(random, (byte) => toHex(byte, 2)).join("");
  // 7 is the version, 8 the variant.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${toHex(seq, 3)}-8${chance.slice(0, 3)}-${chance.slice(3, 15)}`;
}

function toHex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0").slice(-digits);
}
