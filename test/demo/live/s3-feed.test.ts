/** What is stored in a bucket is told, once, without listing the whole bucket. */
import { ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { onTestFinished, expect, test, vi } from "vitest";
import { createS3Feed } from "../../../examples/demo/live/feeds/s3-feed.ts";
import { BUCKET, createBucket, createTestClient, startFauxqs } from "../../support/s3-servers.ts";
import { listenTo } from "./test-feed.ts";
import { buildTestKey } from "./test-rows.ts";

const WITHIN_A_SECOND = { timeout: 1_000, interval: 20 };
const BODY = `{"event_name":"page_view"}`;

async function openBucket(): Promise<S3Client> {
  const server = await startFauxqs();
  const client = createTestClient({ endpoint: server.endpoint });
  await createBucket(client);
  onTestFinished(() => server.stop());
  return client;
}

async function put(client: S3Client, key: string): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: BODY }));
}

test("begins with what was stored lately", async () => {
  const client = await openBucket();
  const key = buildTestKey(Date.now() - 60_000);
  await put(client, key);

  const heard = await listenTo(createS3Feed({ client, bucket: BUCKET }));

  expect(heard.objects).toMatchObject([{ key, text: BODY }]);
});

test("tells of an event within a second of its being stored, once", async () => {
  const client = await openBucket();
  const heard = await listenTo(createS3Feed({ client, bucket: BUCKET }));
  const key = buildTestKey(Date.now());

  await put(client, key);

  await vi.waitFor(() => {
    expect(heard.objects.map((object) => object.key)).toEqual([key]);
  }, WITHIN_A_SECOND);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(heard.objects).toHaveLength(1);
});

test("begins with the last hour, and shows later what is not older than five minutes", async () => {
  const client = await openBucket();
  const MINUTE_MS = 60_000;
  const [within, before] = [buildTestKey(Date.now() - 59 * MINUTE_MS), buildTestKey(Date.now() - 61 * MINUTE_MS)];
  await Promise.all([put(client, within), put(client, before)]);
  const heard = await listenTo(createS3Feed({ client, bucket: BUCKET }));
  const keys = (): readonly string[] => heard.objects.map(({ key }) => key);
  expect(keys()).toEqual([within]);

  const [late, tooLate] = [buildTestKey(Date.now() - 4 * MINUTE_MS), buildTestKey(Date.now() - 6 * MINUTE_MS)];
  await put(client, tooLate);
  await put(client, late);

  await vi.waitFor(() => expect(keys()).toContain(late), { timeout: 5_000, interval: 20 });
  expect(keys()).toEqual([within, late]);
});

test("lists only keys from a few minutes ago on", async () => {
  const client = await openBucket();
  await Promise.all([put(client, buildTestKey(Date.now() - 7_200_000)), put(client, "events/notes.txt")]);
  const send = vi.spyOn(client, "send");

  const heard = await listenTo(createS3Feed({ client, bucket: BUCKET }));
  await vi.waitFor(() => {
    expect(send.mock.calls.length).toBeGreaterThan(1);
  }, WITHIN_A_SECOND);

  const lists = send.mock.calls.map(([command]) => command).filter((one) => one instanceof ListObjectsV2Command);
  const [first, second] = lists.map(({ input }) => input.StartAfter ?? "");
  expect(first?.startsWith("events/")).toBe(true);
  expect((second ?? "") > (first ?? "")).toBe(true);
  expect(heard.objects).toEqual([]);
});

test("tells that the bucket cannot be read, and goes on once it can", async () => {
  const server = await startFauxqs();
  onTestFinished(() => server.stop());
  const client = createTestClient({ endpoint: server.endpoint });
  const heard = await listenTo(createS3Feed({ client, bucket: BUCKET }));
  expect(heard.trouble()).toBe(`${BUCKET}: NoSuchBucket`);

  await createBucket(client);

  await vi.waitFor(() => {
    expect(heard.trouble()).toBeUndefined();
  }, WITHIN_A_SECOND);
});

test("reads an object as it is, and knows what is not there", async () => {
  const client = await openBucket();
  const key = buildTestKey(Date.now());
  await put(client, key);
  const feed = createS3Feed({ client, bucket: BUCKET });
  expect(await feed.read(key)).toBe(BODY);
  expect(await feed.read(buildTestKey(Date.now()))).toBeUndefined();
});
