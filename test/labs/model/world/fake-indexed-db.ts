/** A page's `indexedDB`, as far as the copy of the queue needs it, over a simulated disk. */
import type { Undo } from "../../../../src/platform/platform.ts";
import type { Disk } from "./disk.ts";
import type { PageLifecycle } from "./page-lifecycle.ts";

export interface FakeIndexedDbParts {
  readonly disk: Disk;
  readonly lifecycle: PageLifecycle;
  readonly after: (delayMs: number, run: () => void) => Undo;
  /** How long opening takes. `Infinity` = it is blocked. */
  readonly openMs: number;
  /** Grows when the visitor deletes all databases, which ends each connection. */
  readonly generation: () => number;
  /** Everything in it was read, and from now on the page may write. */
  readonly onRead: () => void;
}

interface OpenRequest {
  result?: object;
  onupgradeneeded?: () => void;
  onsuccess?: () => void;
}

export function createFakeIndexedDb(parts: FakeIndexedDbParts): IDBFactory {
  const { disk, lifecycle, after, openMs, generation, onRead } = parts;

  const connect = (): object => {
    const connectedTo = generation();
    return {
      createObjectStore: () => undefined,
      close: () => undefined,
      transaction() {
        if (generation() !== connectedTo) throw new DOMException("closed", "InvalidStateError");
        const changes = new Map<string, string | undefined>();
        const commit = (): void => {
          if (changes.size > 0) lifecycle.sideEffect(() => changes.forEach((value, key) => disk.write(key, value)));
          changes.clear();
        };
        // A transaction that nobody commits commits itself when it is idle.
        after(1, commit);
        return { objectStore: () => createObjectStore({ disk, after, onRead }, changes), commit };
      },
    };
  };

  const open = (): OpenRequest => {
    const request: OpenRequest = {};
    if (openMs === Infinity) return request;
    after(openMs, () => {
      request.result = connect();
      request.onupgradeneeded?.();
      request.onsuccess?.();
    });
    return request;
  };
  return { open } as unknown as IDBFactory;
}

function createObjectStore(
  { disk, after, onRead }: Pick<FakeIndexedDbParts, "disk" | "after" | "onRead">,
  changes: Map<string, string | undefined>,
) {
  return {
    put: ([, value]: readonly [string, string], key: string) => changes.set(key, value),
    delete: (key: string) => changes.set(key, undefined),
    getAll() {
      const request: { result: readonly (readonly [string, string | undefined])[]; onsuccess?: () => void } = {
        result: disk.keys().map((key) => [key, disk.read(key)]),
      };
      after(1, () => {
        request.onsuccess?.();
        onRead();
      });
      return request;
    },
  };
}
