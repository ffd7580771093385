/** Makes event ids: UUIDv7, which carry their own time and so their own folder in the bucket. */

/** RFC 9562 section 5.7: the version in the first digit of the third group, the variant in that of the fourth. */
const VERSION_7 = 0x7000;
const VARIANT = "8";

/** 12 bits of the third group count within a millisecond. */
const MAX_SEQ = 4_096;

/**
 * Returns a canonical UUIDv7.
 *
 * @param nowMs goes into the first 48 bits
 * @param seq keeps the ids of one page in order within a millisecond: RFC 9562 section 6.2, method 1
 * @param random at least 15 characters that nobody can foresee, such as a nanoid
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.7
 */
export function mintEventId(nowMs: number, seq: number, random: string): string {
  const time = nowMs.toString(16).padStart(12, "0");
  const versionAndSeq = (VERSION_7 + (seq % MAX_SEQ)).toString(16);
  const digits = toHexDigits(random);
  return `${time.slice(0, 8)}-${time.slice(8)}-${versionAndSeq}-${VARIANT}${digits.slice(-15, -12)}-${digits.slice(-12)}`;
}

/**
 * Makes a hexadecimal digit of each character. The 64 characters of a nanoid do not divide evenly by 16, so 15 digits
 * have 59 random bits and not 60.
 */
function toHexDigits(random: string): string {
  return random.replace(/./g, (char) => (parseInt(char, 36) & 15).toString(16));
}
