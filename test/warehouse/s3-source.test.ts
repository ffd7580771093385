/** A bucket behind a real S3 API: listed past a thousand keys, read although it is slow, and cleaned. */
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import pMap from "p-map";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ErasableSource } from "../../examples/warehouse/sources/object-source.ts";
import { createS3Source } from "../../examples/warehouse/sources/s3-source.ts";
import {
  BUCKET,
  createBucket,
  createTestClient,
  hasMoto,
  startFauxqs,
  startMoto,
  type S3Server,
} from "../support/s3-servers.ts";

const OBJECTS = 1_207;

const SERVERS = [
  { name: "fauxqs", start: startFauxqs },
  ...(hasMoto() ? [{ name: "moto", start: () => startMoto() }] : []),
];

describe.each(SERVERS)("on $name", { timeout: 60_000 }, ({ start }) => {
  let server: S3Server;
  let client: S3Client;
  let source: ErasableSource;

  const listAll = async (fromDay?: string): Promise<readonly string[]> => {
    const keys: string[] = [];
    for await (const { key } of source.list(fromDay)) keys.push(key);
    return keys;
  };

  beforeAll(async () => {
    server = await start();
    client = createTestClient(server);
    source = createS3Source({ client, bucket: BUCKET });
    await createBucket(client);
    const keys = Array.from(
      { length: OBJECTS },
      (_, index) => `events/2026/11/${index % 2 === 0 ? "09" : "10"}/${String(index)}.ndjson`,
    );
    await pMap(
      [...keys, "other/1.ndjson"],
      (Key) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key })),
      {
        concurrency: 16,
      },
    );
  }, 60_000);

  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  test("lists all events, past the thousand keys of a page, and nothing else", async () => {
    const keys = await listAll();
    expect(new Set(keys).size).toBe(OBJECTS);
    expect(keys.every((key) => key.startsWith("events/"))).toBe(true);
  });

  test("lists from a day on, with that day", async () => {
    expect(await listAll("2026/11/10")).toHaveLength(Math.floor(OBJECTS / 2));
    expect(await listAll("2026/11/11")).toEqual([]);
  });

  test("tells when an object was written, and how long it is", async () => {
    for await (const { modifiedAtMs, bytes } of source.list()) {
      expect(Math.abs(Date.now() - modifiedAtMs)).toBeLessThan(600_000);
      expect(bytes).toBeGreaterThan(0);
      break;
    }
  });

  test("reads what is there, and tells what is not", async () => {
    expect(await source.read("events/2026/11/09/0.ndjson")).toBe("events/2026/11/09/0.ndjson");
    expect(await source.read("events/2026/11/09/none.ndjson")).toBeUndefined();
  });

  test("overwrites nothing, and removes", async () => {
    await source.create("events/2026/11/12/rest.ndjson", "first");
    await source.create("events/2026/11/12/rest.ndjson", "second");
    expect(await source.read("events/2026/11/12/rest.ndjson")).toBe("first");
    await source.remove("events/2026/11/12/rest.ndjson");
    expect(await source.read("events/2026/11/12/rest.ndjson")).toBeUndefined();
  });
});
