/** Reports what is stored in an S3 bucket by polling for its newest keys. */
import { setTimeout as wait } from "node:timers/promises";
import { GetObjectCommand, NoSuchKey, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { EventFeed, StoredObject } from "../feed.ts";
import { buildKeyBefore, isEventKey } from "../event-keys.ts";
import { MAX_LOGGED_ROWS } from "../event-log.ts";
import { readEach } from "./read-each.ts";

interface S3FeedOptions {
  readonly client: S3Client;
  readonly bucket: string;
}

/** So that a row is shown within a second. */
const POLL_INTERVAL_MS = 500;

/** The first poll goes further back, to fill the page. */
const FIRST_WINDOW_MS = 60 * 60_000;

/**
 * Later polls list only keys whose event id was made within this time, since otherwise each would list the whole bucket.
 * An event that is delivered later is stored but not shown, and so is one whose id has no time in it.
 */
const WINDOW_MS = 5 * 60_000;

export function createS3Feed(options: S3FeedOptions): EventFeed {
  return {
    async start({ onStored, onTrouble }) {
      const stopping = new AbortController();

      const poll = async (windowMs: number, seen: ReadonlySet<string>): Promise<ReadonlySet<string>> => {
        try {
          const keys = await listKeys(options, buildKeyBefore(Date.now() - windowMs));
          const fresh = keys.filter((key) => !seen.has(key)).slice(-MAX_LOGGED_ROWS);
          await readEach(fresh, async (key) => {
            const object = stopping.signal.aborted ? undefined : await readObject(options, key);
            if (object && !stopping.signal.aborted) onStored(object);
          });
          onTrouble(undefined);
          // Keys older than the window are not listed again, so only those within it have to be remembered.
          return new Set(keys);
        } catch (error) {
          onTrouble(`${options.bucket}: ${error instanceof Error ? error.name : String(error)}`);
          return seen;
        }
      };

      const keepPolling = async (first: ReadonlySet<string>): Promise<void> => {
        let seen = first;
        while (await waitForNextPoll(stopping.signal)) seen = await poll(WINDOW_MS, seen);
      };

      const polling = keepPolling(await poll(FIRST_WINDOW_MS, new Set()));
      return async () => {
        stopping.abort();
        await polling;
      };
    },

    async read(key) {
      return (await readObject(options, key))?.text;
    },
  };
}

/** Resolves with `false`, without waiting, once the feed is stopped. */
async function waitForNextPoll(signal: AbortSignal): Promise<boolean> {
  return wait(POLL_INTERVAL_MS, true, { signal }).catch(() => false);
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
