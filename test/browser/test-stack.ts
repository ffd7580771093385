/** The whole stack on free ports for tests in browsers, and its store as a reader sees it. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startStack, type Stack } from "../../examples/demo/stack.ts";

export interface StoredFile {
  /** `events/YYYY/MM/DD/event-<uuid>.json` */
  readonly key: string;
  readonly text: string;
  readonly event: StoredEvent;
}

export interface StoredEvent extends Readonly<Record<string, unknown>> {
  readonly event_id: string;
  readonly event_name: string;
  readonly page_load_id: string;
  readonly event_seq: number;
  readonly page_path: string;
}

export interface TestStack extends Stack {
  /** Every stored file, in the order of tracking: a UUIDv7 sorts by its time. */
  files(): Promise<readonly StoredFile[]>;
  /**
   * Returns the files as soon as there are as many.
   *
   * @throws Error that tells what is there instead, after a while or as soon as there are more
   */
  untilStored(count: number): Promise<readonly StoredFile[]>;
}

/** Far beyond what a delivery takes: the machine may be busy. */
const TIMEOUT_MS = 15_000;

/** Takes a fresh folder unless one is named. Either is removed when the stack is closed. */
export async function startTestStack(named?: string): Promise<TestStack> {
  const folder = named ?? (await mkdtemp(join(tmpdir(), "clickstream-")));
  const stack = await startStack({ port: 0, ingestPort: 0, folder, env: {} });

  const read = async (key: string): Promise<StoredFile> => {
    const text = await readFile(join(stack.where, key), "utf8");
    return { key, text, event: JSON.parse(text) as StoredEvent };
  };
  const files = async (): Promise<readonly StoredFile[]> => {
    const paths = await readdir(stack.where, { recursive: true }).catch(() => []);
    const keys = paths.filter((path) => path.startsWith("events/") && basename(path).startsWith("event-"));
    const unsorted = await Promise.all(keys.map(read));
    return unsorted.sort((one, other) => (one.event.event_id < other.event.event_id ? -1 : 1));
  };
  return {
    ...stack,
    files,
    async untilStored(count) {
      const deadlineMs = performance.now() + TIMEOUT_MS;
      for (;;) {
        const found = await files();
        if (found.length === count) return found;
        if (found.length > count || performance.now() > deadlineMs) {
          const walked = found.map(({ event }) => `${event.page_path} ${event.event_name}`);
          throw new Error(`Expected ${count} files, found ${found.length}:\n${walked.join("\n")}`);
        }
        await sleep(50);
      }
    },
    async close() {
      await stack.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
