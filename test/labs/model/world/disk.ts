/** What a browser keeps: seen at once by all its pages, on disk some time later. */

export interface Disk {
  read(key: string): string | undefined;
  /** `undefined` removes. */
  write(key: string, value: string | undefined): void;
  keys(): readonly string[];
  values(): readonly string[];
  clear(): void;
  /** The browser's process ends: what was written after `cutoffMs` has never been on disk. */
  loseAfter(cutoffMs: number): void;
}

interface Change {
  readonly atMs: number;
  readonly key: string;
  readonly value: string | undefined;
}

export function createDisk(nowMs: () => number): Disk {
  const base = new Map<string, string>();
  const entries = new Map<string, string>();
  /** In the order of writing: a disk holds what came first, never only what came later. */
  const changes: Change[] = [];

  const apply = (map: Map<string, string>, { key, value }: Change): void => {
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  };

  return {
    read: (key) => entries.get(key),
    write(key, value) {
      const change = { atMs: nowMs(), key, value };
      changes.push(change);
      apply(entries, change);
    },
    keys: () => [...entries.keys()],
    values: () => [...entries.values()],
    clear() {
      base.clear();
      entries.clear();
      changes.length = 0;
    },
    loseAfter(cutoffMs) {
      for (const change of changes) if (change.atMs <= cutoffMs) apply(base, change);
      changes.length = 0;
      entries.clear();
      for (const [key, value] of base) entries.set(key, value);
    },
  };
}
