/** The real ingest behind the local gateway, and its folder as a reader finds it. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createHandler } from "../../../examples/ingest-lambda/src/handler.ts";
import { chooseStore } from "../../../examples/demo/storage/choose-store.ts";
import { startGateway } from "../../../examples/demo/gateway/gateway.ts";
import type { StoredFile } from "./stored-file.ts";

export interface Ingest {
  readonly url: string;
  files(): Promise<readonly StoredFile[]>;
  /** Takes a file away behind the ingest's back. */
  remove(file: StoredFile): Promise<void>;
  close(): Promise<void>;
}

export async function startIngest(): Promise<Ingest> {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-torture-"));
  const { store, where } = chooseStore({}, folder);
  const gateway = await startGateway({
    port: 0,
    handler: createHandler({ store, log: () => undefined }),
    accessLog: join(folder, "access.log"),
  });
  // A stored file never changes, so that each is read once, however often it is asked for.
  const read = new Map<string, StoredFile>();

  return {
    url: gateway.url,
    async files() {
      const paths = await readdir(where, { recursive: true }).catch(() => []);
      for (const path of paths) {
        if (read.has(path) || !basename(path).startsWith("event-")) continue;
        const text = await readFile(join(where, path), "utf8");
        read.set(path, { path, event: JSON.parse(text) as StoredFile["event"] });
      }
      return paths.flatMap((path) => read.get(path) ?? []);
    },
    remove: ({ path }) => rm(join(where, path)),
    async close() {
      await gateway.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
