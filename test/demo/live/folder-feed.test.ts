/** What is stored in a folder is told once it is whole. */
import { access, link, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished, expect, test, vi } from "vitest";
import { createFolderFeed } from "../../../examples/demo/live/feeds/folder-feed.ts";
import { createFolderStore } from "../../../examples/demo/storage/folder-store.ts";
import { listenTo, type Heard } from "./test-feed.ts";
import { buildTestKey } from "./test-rows.ts";

const DAY_MS = 86_400_000;
const WITHIN_A_SECOND = { timeout: 1_000, interval: 10 };

interface TestFolder {
  readonly path: string;
  put(key: string): Promise<void>;
}

async function createTestFolder(): Promise<TestFolder> {
  const root = await mkdtemp(join(tmpdir(), "clickstream-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const store = createFolderStore(root, "bucket");
  return {
    path: join(root, "bucket"),
    put: async (key) => {
      expect(await store.put(key, `{"event_name":"page_view"}`, 1_000)).toEqual({ kind: "stored" });
    },
  };
}

function keysOf(heard: Heard): readonly string[] {
  return heard.objects.map(({ key }) => key);
}

test("tells of an event within a second of its being stored, once", async () => {
  const folder = await createTestFolder();
  await folder.put(buildTestKey(Date.now() - DAY_MS));
  await folder.put(buildTestKey(Date.now()));
  const heard = await listenTo(createFolderFeed(folder.path));
  const key = buildTestKey(Date.now());

  await folder.put(key);

  await vi.waitFor(() => {
    expect(keysOf(heard)).toContain(key);
  }, WITHIN_A_SECOND);
  await wait(300);
  expect(keysOf(heard).filter((told) => told === key)).toHaveLength(1);
});

test("tells of the first event of a day, and of an event that belongs to a day long gone", async () => {
  const folder = await createTestFolder();
  const heard = await listenTo(createFolderFeed(folder.path));
  const keys = [buildTestKey(Date.now()), buildTestKey(Date.now() - 5 * DAY_MS)];

  await Promise.all(keys.map(folder.put));

  await vi.waitFor(() => {
    expect(new Set(keysOf(heard))).toEqual(new Set(keys));
  }, WITHIN_A_SECOND);
});

test("loses none of many events that are stored at once", async () => {
  const folder = await createTestFolder();
  const heard = await listenTo(createFolderFeed(folder.path));
  const keys = Array.from({ length: 300 }, () => buildTestKey(Date.now()));

  await Promise.all(keys.map(folder.put));

  await vi.waitFor(() => {
    expect(new Set(keysOf(heard))).toEqual(new Set(keys));
  }, WITHIN_A_SECOND);
});

test("never tells of a file under a temporary name, and tells the whole file once it has its own", async () => {
  const folder = await createTestFolder();
  const key = buildTestKey(Date.now());
  const file = join(folder.path, key);
  await mkdir(dirname(file), { recursive: true });
  const heard = await listenTo(createFolderFeed(folder.path));

  await writeFile(`${file}.tmp`, `{"event_na`);
  await wait(200);
  expect(heard.objects).toEqual([]);
  await writeFile(`${file}.tmp`, `{"event_name":"purchase"}`);
  await link(`${file}.tmp`, file);

  await vi.waitFor(() => {
    expect(heard.objects).toMatchObject([{ key, text: `{"event_name":"purchase"}` }]);
  }, WITHIN_A_SECOND);
});

test("begins with all events of the last days, since they are counted", async () => {
  const folder = await createTestFolder();
  const nowMs = Date.now();
  const tooOld = buildTestKey(nowMs - 4 * DAY_MS);
  const keys = Array.from({ length: 520 }, (_, age) => buildTestKey(nowMs - age));
  await Promise.all([tooOld, ...keys].map(folder.put));

  const heard = await listenTo(createFolderFeed(folder.path));

  expect(new Set(keysOf(heard))).toEqual(new Set(keys));
});

test("starts before anything was ever stored", async () => {
  const folder = await createTestFolder();
  const heard = await listenTo(createFolderFeed(folder.path));
  expect(heard.objects).toEqual([]);
});

test("goes on when somebody empties the store to start afresh", async () => {
  const folder = await createTestFolder();
  await folder.put(buildTestKey(Date.now()));
  const heard = await listenTo(createFolderFeed(folder.path));
  await rm(folder.path, { recursive: true });
  await vi.waitFor(() => access(join(folder.path, "events")));
  const key = buildTestKey(Date.now());

  await folder.put(key);

  await vi.waitFor(() => {
    expect(keysOf(heard)).toContain(key);
  }, WITHIN_A_SECOND);
});

test("reads an object as it is, and knows what is not there", async () => {
  const folder = await createTestFolder();
  const key = buildTestKey(Date.now());
  await folder.put(key);
  const feed = createFolderFeed(folder.path);
  expect(await feed.read(key)).toBe(`{"event_name":"page_view"}`);
  expect(await feed.read(buildTestKey(Date.now()))).toBeUndefined();
});
