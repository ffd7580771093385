/** The whole stack on free ports for tests in browsers, and its store as a reader sees it. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { startStack, type Stack } from "../../examples/stack.ts";

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
}

/** Its folder is removed when it is closed. */
export async function startTestStack(parent = tmpdir()): Promise<TestStack> {
  const folder = await mkdtemp(join(parent, "clickstream-"));
  const stack = await startStack({ port: 0, ingestPort: 0, folder, env: {} });

  const read = async (key: string): Promise<StoredFile> => {
    const text = await readFile(join(stack.where, key), "utf8");
    return { key, text, event: JSON.parse(text) as StoredEvent };
  };
  return {
    ...stack,
    async files() {
      const paths = await readdir(stack.where, { recursive: true }).catch(() => []);
      const keys = paths.filter((path) => path.startsWith("events/") && basename(path).startsWith("event-"));
      const files = await Promise.all(keys.map(read));
      return files.sort((one, other) => (one.event.event_id < other.event.event_id ? -1 : 1));
    },
    async close() {
      await stack.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
