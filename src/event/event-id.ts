/** Makes event ids: UUIDv7, which carry their own time and so their own folder in the bucket. */

/** 24 bits count the events of a page: RFC 9562 section 6.2, method 1. The lower 12 of them come first. */
const MAX_SEQ = 2 ** 24;

/**
 * Returns a canonical UUIDv7. Two ids of a page differ in what counts, whatever its clock says, and those of two pages in
 * what is random.
 *
 * @param nowMs goes into the first 48 bits
 * @param seq the place in the page: 1, 2, 3 ... It keeps ids in order within a millisecond
 * @param random at least 12 characters that nobody can foresee, such as a nanoid. It is drawn once for a page
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.7
 */
export function mintEventId(nowMs: number, seq: number, random: string): string {
  // A sum of one digit more has all the zeros in front, and a page may have replaced `padStart`.
  const time = (2 ** 48 + nowMs).toString(16).slice(1);
  const count = (MAX_SEQ + (seq % MAX_SEQ)).toString(16).slice(1);
  // The version is 7, and the variant 8.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count.slice(3)}-8${count.slice(0, 3)}-${toHexDigits(random).slice(-12)}`;
}

/**
 * Makes a hexadecimal digit of each character. The 64 characters of a nanoid do not divide evenly by 16, so 12 digits
 * have 47 random bits and not 48.
 */
function toHexDigits(random: string): string {
  return random.replace(/./g, (char) => (parseInt(char, 36) & 15).toString(16));
}
