/** Stores objects as files under the bucket's own keys: `<root>/<bucket>/events/YYYY/MM/DD/event-<uuid>.json`. */
import { randomUUID } from "node:crypto";
import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { PutOutcome } from "../../ingest-lambda/src/store/event-store.ts";
import type { ObjectStore } from "../../ingest-lambda/src/store/object-store.ts";

/**
 * A file appears complete or not at all. It is first written under a temporary name on the same disk, outside `events/`,
 * which readers watch, and then linked to its own name.
 */
export function createFolderStore(root: string, bucket: string): ObjectStore {
  const incoming = join(root, bucket, ".incoming");
  return {
    async put(key, body) {
      const draft = join(incoming, randomUUID());
      const file = join(root, bucket, key);
      try {
        await mkdir(incoming, { recursive: true });
        await mkdir(dirname(file), { recursive: true });
        await writeFile(draft, body, { flag: "wx" });
        return await publish(draft, file);
      } catch (error) {
        return judgeFailure(readCode(error));
      } finally {
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** `link` fails when the name is taken, as S3 does with `If-None-Match: *`. `rename` would overwrite the file. */
async function publish(draft: string, file: string): Promise<PutOutcome> {
  try {
    await link(draft, file);
    return { kind: "stored" };
  } catch (error) {
    if (readCode(error) === "EEXIST") return { kind: "duplicate" };
    throw error;
  }
}

/** The folder cannot be written to, or a file has its name: somebody has to fix that. */
const NEEDS_FIXING = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"]);

function judgeFailure(code: string): PutOutcome {
  return { kind: NEEDS_FIXING.has(code) ? "misconfigured" : "retry", code };
}

function readCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
