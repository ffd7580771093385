/** The second home of what waits: IndexedDB, which is on disk at once where `localStorage` is seconds late. */
import { attempt } from "../attempt.ts";
import type { DurableStore, Store } from "./platform.ts";

/** Names the database, its only store, and the mark. */
const NAME = "clickstream";

/**
 * Mirrors what is written to `local`. A database that is blocked, hangs, is deleted or is of a newer version changes
 * nothing else: `restored` then never resolves, and `local` goes on alone.
 */
export function createMirror(local: Store): DurableStore {
  /** What this page wrote and did not remove. A script or a visitor may empty `localStorage` under it. */
  const copies = new Map<string, string>();
  /** Keys whose writing or removal is not in the database yet. */
  const changes = new Set<string>();
  let database: IDBDatabase | undefined;
  /** Another than before only when the whole storage was emptied. What another tab delivers, it removes alone. */
  let seenMark = "";

  const save = (): void => {
    const isSaved = attempt(() => {
      // Throws where there is no database, and where it was closed: another tab deletes it, or the visitor clears the
      // site's data.
      const transaction = (database as IDBDatabase).transaction(NAME, "readwrite", { durability: "relaxed" });
      const store = transaction.objectStore(NAME);
      for (const key of changes) {
        const value = copies.get(key);
        if (value === undefined) store.delete(key);
        else store.put([key, value], key);
      }
      changes.clear();
      // Without it, a page that goes right now takes the transaction along.
      transaction.commit();
      return true;
    });
    if (!isSaved) database = undefined;
  };

  const change = (key: string): void => {
    // Writes that follow each other are made together. Measured: on disk 50 ms after the commit in all engines.
    if (changes.size === 0) setTimeout(save, 50);
    changes.add(key);
  };

  const restore = (opened: IDBDatabase, done: () => void): void => {
    const store = opened.transaction(NAME).objectStore(NAME);
    const entries = store.getAll() as IDBRequest<[key: string, value: string][]>;
    entries.onsuccess = () => {
      // Somebody else may have a database of that name.
      attempt(() => {
        for (const [key, value] of entries.result) {
          // No value ever changes. What this page has removed meanwhile must not come back.
          if (!changes.has(key) && !local.read(key)) local.write(key, value);
        }
      });
      database = opened;
      save();
      done();
    };
  };

  const restored = new Promise<void>((resolve) => {
    const open = (): void =>
      attempt(() => {
        const request = indexedDB.open(NAME, 1);
        request.onupgradeneeded = () => request.result.createObjectStore(NAME);
        request.onsuccess = () => {
          // Another tab wants to delete or upgrade the database.
          request.result.onversionchange = () => request.result.close();
          attempt(() => restore(request.result, resolve));
        };
      });
    // Safari has no idle callbacks, and a page may have patched them.
    attempt(() => ((window as Partial<Window>).requestIdleCallback ?? setTimeout)(open));
  });

  const heal = (): void => {
    const mark = local.read(NAME);
    if (mark === seenMark) return;
    seenMark = mark ?? String(Math.random());
    local.write(NAME, seenMark);
    for (const [key, value] of copies) local.write(key, value);
  };

  return {
    restored,
    read(key) {
      heal();
      return local.read(key);
    },
    write(key, value) {
      // The mark first: what comes to be in the storage without it could be emptied unseen.
      heal();
      copies.set(key, value);
      local.write(key, value);
      change(key);
    },
    remove(key) {
      local.remove(key);
      // Where the database never opens, what comes and goes leaves no trace.
      if (copies.delete(key) && !database) changes.delete(key);
      else change(key);
    },
    keys(prefix) {
      heal();
      return local.keys(prefix);
    },
  };
}
