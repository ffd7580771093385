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
  const chance = Array.from(random, (byte) => toHex(byte, 2)).join("");
  // 7 is the version, 8 the variant.
  const digits = `${toHex(nowMs, 12)}7${toHex(seq, 3)}8${chance.slice(0, 15)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function toHex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0").slice(-digits);
}
