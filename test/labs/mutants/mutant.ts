/** A fault on purpose: exact edits of the source, and the tests that have to notice. */

export interface Edit {
  readonly file: string;
  /** Must occur exactly once. */
  readonly search: string;
  readonly replacement: string;
}

export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Files of tests, from the quickest to the slowest. The first that fails has caught it. */
  readonly judges: readonly string[];
}

/** Returns the source with the edit made. */
export function applyEdit(source: string, { file, search, replacement }: Edit): string {
  const count = source.split(search).length - 1;
  if (count !== 1) throw new Error(`${file} has ${count} times, and not once: ${search}`);
  return source.replace(search, () => replacement);
}
