/** How long to wait before the next try. Pure. */

const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

/**
 * Exponential backoff with full jitter: anything between nothing and the ceiling, so that pages which failed
 * together do not come back together.
 *
 * @param failures failed tries in a row, from 1
 * @param random a number in [0, 1)
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(failures: number, random: number): number {
  return random * Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
}
