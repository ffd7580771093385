/** Chance that is the same in each run: ids and jitter from one seed. */

export interface Chance {
  /** In [0.5, 1): a backoff is never shorter than half its ceiling, so that a check can hold it to that. */
  jitter(): number;
  /** As long as a nanoid. It begins with the page's number, by which {@link pageOf} knows it again. */
  id(page: number): string;
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  let count = 0;
  // Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    jitter: () => 0.5 + next() / 2,
    id: (page) => `p${String(page).padStart(4, "0")}-${String(++count).padStart(15, "0")}`,
  };
}

/** Returns the number of the page that made the id. */
export function pageOf(id: string): number {
  return Number(id.slice(1, 5));
}
