/** Keeps a copy of the queue in IndexedDB, which is on disk at once where `localStorage` is seconds late. */
import { attempt } from "../attempt.ts";
import { DATABASE_NAME as NAME } from "../storage-keys.ts";
import type { DurableStore, Store } from "./platform.ts";

/**
 * Returns a store that writes to `local` and, a moment later, to IndexedDB. Two things bring back what `local` lost:
 *
 * - The browser was killed: the next page restores from the database what `local` misses.
 * - A script or the visitor emptied `local` under the page: the page writes again what it holds in memory.
 *
 * A database that is blocked, hangs, is deleted or has a newer version changes nothing else. `restored` then never
 * resolves, and `local` goes on alone.
 */
export function createIndexedDbCopy(local: Store): DurableStore {
  /** What this page wrote and has not removed. */
  const written = new Map<string, string>();
  /** Keys that this page wrote or removed, and the database does not know yet. */
  const unsaved = new Set<string>();
  let database: IDBDatabase | undefined;
  let knownMarker: string | undefined;
  let isDestroyed = false;

  const writeUnsaved = (opened: IDBDatabase): void => {
    restoreAfterClear();
    const transaction = opened.transaction(NAME, "readwrite", { durability: "relaxed" });
    const objectStore = transaction.objectStore(NAME);
    for (const key of unsaved) {
      // Not from memory: while this page was frozen, another may have delivered the event.
      const value = local.read(key);
      if (value === undefined) objectStore.delete(key);
      else objectStore.put([key, value], key);
    }
    unsaved.clear();
    // Without it, a page that ends right now takes the transaction along.
    transaction.commit();
  };

  const save = (): void => {
    // It throws when another tab has deleted the database, or the visitor has cleared the site's data.
    attempt(() => database && writeUnsaved(database));
  };

  const saveSoon = (key: string): void => {
    // Writes that follow each other are made together, while the page is idle: the first of some time takes 2 ms.
    // Measured: 50 ms after the commit they are on disk in all engines.
    if (unsaved.size === 0) attempt(() => setTimeout(() => whenIdle(save), 50));
    unsaved.add(key);
  };

  /** Writes to `local` what only the database has. No value ever changes, so there is no newer one to lose. */
  const restore = (entries: readonly (readonly [key: string, value: string])[]): void => {
    for (const [key, value] of entries) {
      const isRemovedMeanwhile = unsaved.has(key);
      if (!isRemovedMeanwhile && !local.read(key)) local.write(key, value);
    }
  };

  const restored = new Promise<void>((resolve) => {
    const open = (): void => {
      if (isDestroyed) return;
      openDatabase((opened, entries) => {
        if (isDestroyed) return opened.close();
        database = opened;
        // Another site script may have a database of that name, with entries of another form.
        attempt(() => restore(entries));
        save();
        resolve();
      });
    };
    whenIdle(open);
  });

  addEventListener("storage", ({ key, newValue }) => {
    // Another tab has delivered it. After `clear()` the key is `null`, which is none of ours.
    if (newValue === null && written.delete(String(key))) unsaved.delete(String(key));
  });

  /**
   * The marker is missing or another one only after the whole storage was emptied. A key alone that is missing says
   * nothing: another tab removes what it has delivered.
   */
  const restoreAfterClear = (): void => {
    if (isDestroyed) return;
    const marker = local.read(NAME);
    if (marker !== undefined && marker === knownMarker) return;
    knownMarker = marker ?? String(attempt(Math.random));
    local.write(NAME, knownMarker);
    for (const [key, value] of written) local.write(key, value);
  };

  return {
    restored,
    // What this page wrote and nobody has removed is known without the storage.
    read: (key) => local.read(key) ?? written.get(key),
    write(key, value) {
      // Before the value, so that no value is ever in the storage without a marker.
      restoreAfterClear();
      written.set(key, value);
      local.write(key, value);
      saveSoon(key);
    },
    remove(key) {
      local.remove(key);
      // What was written and removed again before it was saved needs no trace.
      const isInDatabase = !(written.delete(key) && unsaved.delete(key));
      if (isInDatabase) saveSoon(key);
    },
    keys(prefix) {
      restoreAfterClear();
      return [...new Set([...local.keys(prefix), ...written.keys()])].filter((key) => key.startsWith(prefix));
    },
    destroy() {
      isDestroyed = true;
      for (const key of written.keys()) local.remove(key);
      written.clear();
      unsaved.clear();
      database?.close();
    },
  };
}

/** At the latest after 100 ms. Safari has no idle callbacks, and a page may have replaced them. */
function whenIdle(run: () => void): void {
  attempt(() => {
    const { requestIdleCallback } = window as Partial<Pick<Window, "requestIdleCallback">>;
    if (requestIdleCallback) requestIdleCallback(run, { timeout: 100 });
    else setTimeout(run);
  });
}

/** Opens the database and reads all of it. Calls nothing where that fails. */
function openDatabase(onOpen: (database: IDBDatabase, entries: [key: string, value: string][]) => void): void {
  attempt(() => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(NAME);
    opening.onsuccess = () => {
      const database = opening.result;
      // Another tab wants to delete or upgrade the database.
      database.onversionchange = () => database.close();
      attempt(() => {
        const reading = database.transaction(NAME).objectStore(NAME).getAll() as IDBRequest<[string, string][]>;
        reading.onsuccess = () => onOpen(database, reading.result);
      });
    };
  });
}
