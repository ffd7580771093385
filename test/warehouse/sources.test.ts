/** What every source of raw events promises: a folder, and a bucket behind a real S3 API. */
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pMap from "p-map";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFolderSource } from "../../examples/warehouse/sources/folder-source.ts";
import type { ErasableSource, ListedObject } from "../../examples/warehouse/sources/object-source.ts";
import { createS3Source, createSourceClient } from "../../examples/warehouse/sources/s3-source.ts";
import { BUCKET, createBucket, createTestClient, hasMoto, startFauxqs, startMoto } from "../support/s3-servers.ts";

/** More than a page of a listing has. */
const OBJECTS = 1_207;

interface StartedSource {
  readonly source: ErasableSource;
  /** A source whose bucket is not there, or not to be read. */
  readonly broken: ErasableSource;
  stop(): Promise<void>;
}

async function startS3(start: typeof startFauxqs | typeof startMoto): Promise<StartedSource> {
  const server = await start();
  const client = createTestClient(server);
  await createBucket(client);
  return {
    source: createS3Source({ client, bucket: BUCKET }),
    broken: createS3Source({ client, bucket: "no-such-bucket" }),
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}

async function startFolder(): Promise<StartedSource> {
  const root = await mkdtemp(join(tmpdir(), "clickstream-"));
  const folder = join(root, BUCKET);
  // A directory of an object's name cannot be read as one.
  await mkdir(join(root, "broken", "events", "2026", "11", "09", "1.ndjson"), { recursive: true });
  for (const day of ["09", "10", "12"]) await mkdir(join(folder, "events", "2026", "11", day), { recursive: true });
  await mkdir(join(folder, "other"), { recursive: true });
  return {
    source: createFolderSource(folder),
    broken: createFolderSource(join(root, "broken")),
    stop: () => rm(root, { recursive: true, force: true }),
  };
}

const SOURCES = [
  { name: "a folder", start: startFolder },
  { name: "fauxqs", start: () => startS3(startFauxqs) },
  ...(hasMoto() ? [{ name: "moto", start: () => startS3(startMoto) }] : []),
];

describe.each(SOURCES)("on $name", { timeout: 60_000 }, ({ start }) => {
  let started: StartedSource;
  let source: ErasableSource;

  const listAll = async (fromDay?: string): Promise<readonly ListedObject[]> => {
    const objects: ListedObject[] = [];
    for await (const object of source.list(fromDay)) objects.push(object);
    return objects;
  };
  const keys = Array.from(
    { length: OBJECTS },
    (_, index) => `events/2026/11/${index % 2 === 0 ? "09" : "10"}/${String(index)}.ndjson`,
  );

  beforeAll(async () => {
    started = await start();
    source = started.source;
    await pMap([...keys, "other/1.ndjson"], (key) => source.create(key, `é of ${key}`), { concurrency: 16 });
  }, 120_000);
  afterAll(() => started.stop());

  test("lists each object of events once, past the thousand of a page, in the order of its key", async () => {
    expect((await listAll()).map(({ key }) => key)).toEqual(keys.toSorted());
  });

  test("lists from a day on, with that day", async () => {
    const ofTheTenth = keys.filter((key) => key.startsWith("events/2026/11/10/")).toSorted();
    expect(ofTheTenth).toHaveLength(603);
    expect((await listAll("2026/11/10")).map(({ key }) => key)).toEqual(ofTheTenth);
    expect(await listAll("2026/11/11")).toEqual([]);
  });

  test("says when an object was written, and its length in bytes", async () => {
    const [object] = await listAll();
    expect(Math.abs(Date.now() - (object?.modifiedAtMs ?? 0))).toBeLessThan(600_000);
    expect(object).toMatchObject({
      key: "events/2026/11/09/0.ndjson",
      bytes: "é of events/2026/11/09/0.ndjson".length + 1,
    });
  });

  test("reads an object whole, and nothing for a key that has none", async () => {
    expect(await source.read("events/2026/11/09/0.ndjson")).toBe("é of events/2026/11/09/0.ndjson");
    expect(await source.read("events/2026/11/09/none.ndjson")).toBeUndefined();
    expect(await source.read("events/2026/11/09/0.ndjson/below")).toBeUndefined();
  });

  test("creates what is not there, overwrites nothing, and removes, also twice", async () => {
    const key = "events/2026/11/12/rest.ndjson";
    await source.create(key, "first");
    await source.create(key, "second");
    expect(await source.read(key)).toBe("first");
    await source.remove(key);
    expect(await source.read(key)).toBeUndefined();
    await source.remove(key);
  });

  test("throws when it cannot read or write, instead of finding nothing", async () => {
    const { broken } = started;
    await expect(broken.read("events/2026/11/09/1.ndjson")).rejects.toThrow();
    await expect(broken.create("events/2026/11/11/2.ndjson", "text")).rejects.toThrow();
    await expect(broken.remove("events/2026/11/09/1.ndjson")).rejects.toThrow();
  });
});

test("a bucket that is not there cannot be listed", async () => {
  const { broken, stop } = await startS3(startFauxqs);
  await expect(broken.list()[Symbol.asyncIterator]().next()).rejects.toThrow();
  await stop();
});

test("a folder source lists nothing of a folder that is not there, no directories, and leaves no drafts", async () => {
  const { source, broken, stop } = await startFolder();
  const listed = async (one: ErasableSource): Promise<readonly string[]> => {
    const keys: string[] = [];
    for await (const { key } of one.list()) keys.push(key);
    return keys;
  };
  expect(await listed(source)).toEqual([]);
  expect(await listed(broken)).toEqual([]);
  expect(await listed(createFolderSource(join(source.name, "none")))).toEqual([]);
  await source.create("events/2026/11/09/a.ndjson", "a");
  await source.create("events/2026/11/09/a.ndjson", "b");
  expect(await readdir(join(source.name, ".incoming"))).toEqual([]);
  await stop();
});

test("a source says which folder or bucket it is", async () => {
  const client = createSourceClient("http://127.0.0.1:9");
  expect(createS3Source({ client, bucket: "b" }).name).toBe("s3://b");
  expect(createFolderSource("a").name).toBe(join(process.cwd(), "a"));
  expect(await client.config.maxAttempts()).toBe(8);
  expect(client.config.forcePathStyle).toBe(true);
  expect(createSourceClient(undefined).config.forcePathStyle).not.toBe(true);
  expect(createSourceClient("").config.forcePathStyle).not.toBe(true);
});
