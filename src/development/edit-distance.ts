/** Finds the name that somebody meant. Pure. */

/** Returns the nearest of the names, or `undefined` if none is near. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const maxDistance = Math.max(2, Math.floor(written.length / 3));
  const ranked = names
    .map((name) => ({ name, distance: editDistance(written.toLowerCase(), name.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  return ranked.find(({ distance }) => distance <= maxDistance)?.name;
}

/**
 * Returns how many characters have to be added, removed or replaced.
 *
 * @see https://en.wikipedia.org/wiki/Levenshtein_distance
 */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, char] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [at, otherChar] of Array.from(other).entries()) {
      const replaced = (row[at] ?? 0) + (char === otherChar ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
