/** Mints event ids: UUIDv7, which carry their own time and so their own folder in the bucket. */

/**
 * Returns a canonical UUIDv7.
 *
 * @param nowMs goes into the first 48 bits
 * @param seq keeps ids of one page in order within a millisecond: RFC 9562 section 6.2, method 1
 * @param random at least 15 characters that nobody can foresee, as of a nanoid
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.7
 */
export function mintEventId(nowMs: number, seq: number, random: string): string {
  const time = nowMs.toString(16).padStart(12, "0");
  // A digit of each character. The 64 of a nanoid do not fall evenly on 16, so 15 digits have 59 bits of chance, not 60.
  const chance = random.replace(/./g, (char) => (parseInt(char, 36) & 15).toString(16));
  const versionAndSeq = (0x7000 + (seq % 4_096)).toString(16);
  // 8 is the variant.
  return `${time.slice(0, 8)}-${time.slice(8)}-${versionAndSeq}-8${chance.slice(-15, -12)}-${chance.slice(-12)}`;
}
