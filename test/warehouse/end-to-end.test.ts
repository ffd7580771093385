/** The whole way on real parts: the SDK, HTTP, the ingest, an S3 API, the loader, PostgreSQL; in fair and in bad weather. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createHandler } from "../../examples/ingest-lambda/src/handler.ts";
import { readStore } from "../../examples/ingest-lambda/src/settings.ts";
import { startGateway } from "../../examples/demo/gateway/gateway.ts";
import type { Database } from "../../examples/warehouse/database/database.ts";
import type { LoadReport } from "../../examples/warehouse/load/load-report.ts";
import { load } from "../../examples/warehouse/load/loader.ts";
import type { ObjectSource } from "../../examples/warehouse/sources/object-source.ts";
import { createS3Source } from "../../examples/warehouse/sources/s3-source.ts";
import type { Outcome, OutgoingRequest } from "../../src/platform/platform.ts";
import { createTracker } from "../../src/create-tracker.ts";
import { BUCKET, createBucket, createTestClient, startFauxqs, type Fauxqs } from "../support/s3-servers.ts";
import { createTestPlatform } from "../support/test-platform.ts";
import { startSlowS3 } from "./slow-s3.ts";
import { ENGINES_HERE, type TestServer } from "../support/test-databases.ts";

const VISITORS = 4;
const EVENTS_EACH = 25;

interface Weather {
  /** One request of so many to S3 is told to slow down. */
  readonly slowEvery?: number;
  /** One answer of so many of the ingest gets lost on its way to the page. */
  readonly loseEvery?: number;
}

/** Sends the SDK's request over HTTP. An answer that is lost looks to the page as if the network had failed. */
async function post(url: string, { body }: OutgoingRequest, isLost: boolean): Promise<Outcome> {
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  const text = await response.text();
  if (isLost) return { status: 0 };
  return { status: response.status, retryAfter: undefined, body: text };
}

/** Tracks for several visitors at the present time, until nothing waits any more. Returns how many events. */
async function trackAll(url: string, loseEvery = Infinity): Promise<number> {
  let answers = 0;
  for (let visitor = 0; visitor < VISITORS; visitor += 1) {
    const platform = createTestPlatform();
    platform.setClock(Date.now());
    const send = (request: OutgoingRequest): Promise<Outcome> => {
      answers += 1;
      return post(url, request, answers % loseEvery === 0);
    };
    const tracker = createTracker({ endpoint: url }, { ...platform, send });
    for (let event = 0; event < EVENTS_EACH; event += 1) tracker.track("page_view");
    // A name that is no word is dropped and counted: the proof has to know of it.
    tracker.track("Not A Word" as "page_view");
    for (let round = 0; tracker.stats().waiting > 0 && round < 200; round += 1) {
      await platform.advance(60_000);
      await tracker.flush();
    }
    expect(tracker.stats()).toMatchObject({ waiting: 0 });
    tracker.close();
  }
  return VISITORS * EVENTS_EACH;
}

describe.each(ENGINES_HERE)("on $name", { timeout: 120_000 }, ({ start }) => {
  let server: TestServer;
  let database: Database;
  let s3: Fauxqs;

  beforeAll(async () => {
    server = await start();
  }, 60_000);
  beforeEach(async () => {
    database = await server.fresh();
    s3 = await startFauxqs();
    onTestFinished(() => s3.stop());
  });
  afterAll(() => server.stop());

  /** Everything between the page and the warehouse. */
  const startPath = async ({ slowEvery }: Weather = {}): Promise<{
    readonly url: string;
    readonly source: ObjectSource;
    readonly refused: () => number;
  }> => {
    const plain = createTestClient(s3);
    await createBucket(plain);
    const slow = slowEvery === undefined ? undefined : await startSlowS3(s3.endpoint, slowEvery);
    const server = slow ?? s3;
    const client: S3Client = createTestClient(server);
    const store = readStore({
      RAW_BUCKET_NAME: BUCKET,
      AWS_ENDPOINT_URL_S3: server.endpoint,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    });
    const folder = await mkdtemp(join(tmpdir(), "clickstream-"));
    const gateway = await startGateway({
      port: 0,
      handler: createHandler({ store, log: () => undefined }),
      accessLog: join(folder, "access.log"),
    });
    onTestFinished(async () => {
      await gateway.close();
      client.destroy();
      plain.destroy();
      await slow?.stop();
      await rm(folder, { recursive: true, force: true });
    });
    return {
      url: `${gateway.url}/clickstream`,
      source: createS3Source({ client, bucket: BUCKET }),
      refused: () => slow?.refused() ?? 0,
    };
  };

  const expectAll = async (tracked: number): Promise<void> => {
    expect(await database.query("select count(*) as events from clickstream_events")).toEqual([{ events: tracked }]);
    const proof = await database.query("select stored, dropped, missing from delivery_proof");
    expect(proof).toEqual(Array.from({ length: VISITORS }, () => ({ stored: EVENTS_EACH, dropped: 1, missing: 0 })));
  };

  test("as many rows as events, and nothing is missing", async () => {
    const { url, source } = await startPath();
    const tracked = await trackAll(url);
    expect(await load({ source, database })).toMatchObject({ stored: tracked, duplicates: 0, quarantined: 0 });
    await expectAll(tracked);
  });

  test("the same while answers get lost, S3 is slow and the loader dies", async () => {
    const { url, source, refused } = await startPath({ slowEvery: 9 });
    s3.loseNextAnswer();
    const tracked = await trackAll(url, 3);

    for (let death = 1; death <= 5; death += 1) {
      await expect(load({ source: dieAfter(source, death * 15), database, chunkSize: 10 })).rejects.toThrow("killed");
    }
    let report: LoadReport;
    do report = await load({ source, database, chunkSize: 10 });
    while (report.unreadable > 0);
    expect(refused()).toBeGreaterThan(5);
    await expectAll(tracked);
  });

  test("what really is missing is counted to the event", async () => {
    const { url, source } = await startPath();
    await trackAll(url);
    let place = 0;
    const holey: ObjectSource = {
      ...source,
      async *list(fromDay) {
        for await (const object of source.list(fromDay)) {
          place += 1;
          if (place % 10 !== 5) yield object;
        }
      },
    };
    await load({ source: holey, database });
    const [proof] = await database.query<{ missing: number }>(
      "select sum(missing)::int as missing from delivery_proof",
    );
    expect(proof).toEqual({ missing: (VISITORS * EVENTS_EACH) / 10 });
  });
});

/** Ends the run in the middle of its listing, after so many objects. */
function dieAfter(source: ObjectSource, objects: number): ObjectSource {
  return {
    ...source,
    async *list(fromDay) {
      let listed = 0;
      for await (const object of source.list(fromDay)) {
        listed += 1;
        if (listed > objects) throw new Error("killed");
        yield object;
      }
    },
  };
}
