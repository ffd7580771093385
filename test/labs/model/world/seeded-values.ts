/** Ids and jitter that are the same in each run with the same seed. */
import { createRandom } from "../../shared/seeded-random.ts";

export interface SeededValues {
  /** In [0.5, 1): a backoff is never shorter than half its ceiling, so that a check can hold it to that. */
  jitter(): number;
  /** As long as a nanoid. It begins with the page's number, which {@link pageNumberOf} reads. */
  id(page: number): string;
}

export function createSeededValues(seed: number): SeededValues {
  const random = createRandom(seed);
  let count = 0;
  return {
    jitter: () => 0.5 + random() / 2,
    id: (page) => `p${String(page).padStart(4, "0")}-${String(++count).padStart(15, "0")}`,
  };
}

/** Returns the number of the page that made the id. */
export function pageNumberOf(id: string): number {
  return Number(id.slice(1, 5));
}
