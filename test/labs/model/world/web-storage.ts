/** A page's `localStorage` or `sessionStorage`: the real interface over a simulated disk, with a quota. */
import type { Disk } from "./disk.ts";
import type { PageLifecycle } from "./page-lifecycle.ts";

export interface WebStorageParts {
  readonly disk: Disk;
  readonly lifecycle: PageLifecycle;
  readonly isFull: () => boolean;
  /** A write found no room. */
  readonly onRefused: () => void;
  /** A key is gone. */
  readonly onRemoved: (key: string) => void;
}

export function createWebStorage({ disk, lifecycle, isFull, onRefused, onRemoved }: WebStorageParts): Storage {
  const methods = {
    getItem: (key: string) => disk.read(key) ?? null,
    setItem: (key: string, value: string) =>
      lifecycle.sideEffect(() => {
        if (isFull() && value.length > (disk.read(key) ?? "").length) {
          onRefused();
          throw new DOMException("full", "QuotaExceededError");
        }
        disk.write(key, value);
      }),
    removeItem: (key: string) =>
      lifecycle.sideEffect(() => {
        if (disk.read(key) === undefined) return;
        disk.write(key, undefined);
        onRemoved(key);
      }),
  };
  return new Proxy(methods, {
    get: (target, name): unknown => (name === "length" ? disk.keys().length : Reflect.get(target, name)),
    ownKeys: () => [...disk.keys()],
    getOwnPropertyDescriptor: () => ({ value: "", enumerable: true, configurable: true }),
  }) as unknown as Storage;
}
