/** Tells what is stored in a bucket of an S3 API, which reports nothing by itself: by looking at the newest keys. */
import { setTimeout as wait } from "node:timers/promises";
import { GetObjectCommand, NoSuchKey, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { EventFeed, StoredObject } from "./feed.ts";
import { buildKeyBefore, isEventKey } from "./keys.ts";
import { ROW_LIMIT } from "./rows.ts";

interface S3FeedOptions {
  readonly client: S3Client;
  readonly bucket: string;
}

/** Twice a second, so that a row is there within one. */
const LOOK_EVERY_MS = 500;

/** The first look goes further back, to fill the page. */
const FIRST_WINDOW_MS = 60 * 60_000;

/**
 * Later looks list only keys minted within this time: an event that was held up for longer is stored but not shown,
 * and neither is one whose id carries no time. Watching the whole bucket would mean listing the whole bucket.
 */
const WINDOW_MS = 5 * 60_000;

export function createS3Feed(options: S3FeedOptions): EventFeed {
  return {
    async start({ onStored, onTrouble }) {
      const stopping = new AbortController();

      const look = async (windowMs: number, seen: ReadonlySet<string>): Promise<ReadonlySet<string>> => {
        try {
          const keys = await listKeys(options, buildKeyBefore(Date.now() - windowMs));
          const fresh = keys.filter((key) => !seen.has(key)).slice(-ROW_LIMIT);
          const objects = await Promise.all(fresh.map((key) => readObject(options, key)));
          if (stopping.signal.aborted) return seen;
          objects.filter((object) => object !== undefined).forEach(onStored);
          onTrouble(undefined);
          // Keys that have left the window cannot come back: what is remembered is as bounded as the window.
          return new Set(keys);
        } catch (error) {
          onTrouble(`${options.bucket}: ${error instanceof Error ? error.name : String(error)}`);
          return seen;
        }
      };

      const keepLooking = async (first: ReadonlySet<string>): Promise<void> => {
        let seen = first;
        while (await isTimeForMore(stopping.signal)) seen = await look(WINDOW_MS, seen);
      };

      const looking = keepLooking(await look(FIRST_WINDOW_MS, new Set()));
      return async () => {
        stopping.abort();
        await looking;
      };
    },

    async read(key) {
      return (await readObject(options, key))?.text;
    },
  };
}

/** Resolves with `false`, and at once, when it is time to stop. */
async function isTimeForMore(signal: AbortSignal): Promise<boolean> {
  return wait(LOOK_EVERY_MS, true, { signal }).catch(() => false);
}

async function listKeys({ client, bucket }: S3FeedOptions, startAfter: string): Promise<readonly string[]> {
  const keys: string[] = [];
  const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: "events/", StartAfter: startAfter });
  for await (const { Contents = [] } of pages) keys.push(...Contents.flatMap(({ Key = "" }) => Key));
  return keys.filter(isEventKey);
}

async function readObject({ client, bucket }: S3FeedOptions, key: string): Promise<StoredObject | undefined> {
  try {
    const { Body, LastModified } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!Body) return undefined;
    return { key, text: await Body.transformToString(), storedAtMs: LastModified?.getTime() ?? Date.now() };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
