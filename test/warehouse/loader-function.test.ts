/** The loader as a Lambda function: its settings, its answer to a batch of messages, and the bundle that is deployed. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { buildDatabaseUrl } from "../../examples/loader-lambda/src/database-url.ts";
import {
  createLoaderHandler,
  type LoaderHandler,
  type LoaderReport,
} from "../../examples/loader-lambda/src/handler.ts";
import { createDatabaseOpener } from "../../examples/loader-lambda/src/open-database.ts";
import { createS3Source } from "../../examples/warehouse/sources/s3-source.ts";
import { hasPostgres } from "../support/postgres-server.ts";
import { createBucket, createTestClient, startFauxqs } from "../support/s3-servers.ts";
import { BUCKET, buildKey, buildLine, createTestBucket } from "../support/test-bucket.ts";
import { postgres, type TestServer } from "../support/test-databases.ts";
import { buildNotification } from "./test-messages.ts";

const path = (relative: string): string =>
  fileURLToPath(new URL(`../../examples/loader-lambda/${relative}`, import.meta.url));

function buildSqsEvent(...bodies: readonly string[]): SQSEvent {
  return { Records: bodies.map((body, index) => ({ messageId: `m${index + 1}`, body })) } as unknown as SQSEvent;
}

describe("the database's URL", () => {
  const SECRET = { username: "loader", password: "p@ss/w:rd?#%", host: "db.example", port: 6432, dbname: "shop" };

  test("is built of a secret that has everything", () => {
    expect(buildDatabaseUrl({}, JSON.stringify(SECRET))).toBe(
      "postgres://loader:p%40ss%2Fw%3Ard%3F%23%25@db.example:6432/shop?sslmode=verify-full",
    );
  });

  test("is built of the settings and a secret of RDS, which has user and password only", () => {
    const env = { DATABASE_HOST: "cluster.example", DATABASE_NAME: "", DATABASE_SSLMODE: "require" };
    const { username, password } = SECRET;
    const url = new URL(buildDatabaseUrl(env, JSON.stringify({ username, password })));
    expect([url.host, url.pathname, url.search]).toEqual([
      "cluster.example:5432",
      "/clickstream_dw",
      "?sslmode=require",
    ]);
    expect(decodeURIComponent(url.password)).toBe(password);
  });

  test.each([
    ["", "The secret of the database is no JSON object."],
    ["hunter2", "The secret of the database is no JSON object."],
    ["[]", "The secret of the database is no JSON object."],
    [
      `{"username":"a","password":"hunter2"}`,
      "The database has no host: set DATABASE_HOST, or put it into the secret.",
    ],
    [
      `{"host":"h","password":"hunter2"}`,
      "The database has no username: set DATABASE_USER, or put it into the secret.",
    ],
  ])("of the secret %j is an error that does not quote it", (secret, message) => {
    const build = (): unknown => buildDatabaseUrl({}, secret);
    expect(build).toThrow(new Error(message));
  });
});

describe.runIf(hasPostgres())("on PostgreSQL", { timeout: 60_000 }, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await postgres.start();
  }, 60_000);
  afterAll(() => server.stop());

  const start = async (): Promise<{
    readonly handler: LoaderHandler;
    readonly put: (name: string, text: string) => Promise<void>;
    readonly reports: LoaderReport[];
    readonly failures: string[];
  }> => {
    const bucket = await createTestBucket();
    const reports: LoaderReport[] = [];
    const failures: string[] = [];
    const handler = createLoaderHandler({
      source: bucket.source,
      bucket: BUCKET,
      openDatabase: createDatabaseOpener({ DATABASE_URL: server.url }, () => Promise.reject(new Error("no secret"))),
      report: (report) => reports.push(report),
      onFailure: (name, reason) => failures.push(`${name} ${reason}`),
    });
    return { handler, put: (name, text) => bucket.put(buildKey(name), text), reports, failures };
  };

  test("loads a batch of messages, and gives back those that failed", async () => {
    const database = await server.fresh();
    const { handler, put, reports, failures } = await start();
    await put("a.ndjson", [buildLine(), "broken"].join("\n"));
    const answer = await handler(buildSqsEvent(buildNotification(buildKey("a.ndjson")), "hello"));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m2" }] });
    expect(failures).toEqual(["m2 no_notification"]);
    expect(reports).toMatchObject([
      { objects: 1, stored: 1, quarantined: 1, failedMessages: 1, delayMs: expect.any(Number) },
    ]);
    expect(await database.query("select count(*) as rows from clickstream_events")).toEqual([{ rows: 1 }]);
  });

  test("catches up by the listing when a timer calls it", async () => {
    await server.fresh();
    const { handler, put, reports } = await start();
    await put("a.ndjson", buildLine());
    expect(await handler({ task: "catch-up" })).toEqual({ batchItemFailures: [] });
    expect(reports).toMatchObject([{ stored: 1, failedMessages: 0 }]);
  });

  test("says what to do where the warehouse was not made yet", async () => {
    const database = await server.fresh();
    await database.run("drop table clickstream_erased_objects");
    const { handler, put } = await start();
    await put("a.ndjson", buildLine());
    await expect(handler(buildSqsEvent(buildNotification(buildKey("a.ndjson"))))).rejects.toThrow("npm run warehouse");
  });

  test("reads a secret once, and again when its password has changed", async () => {
    await server.fresh();
    const url = new URL(server.url ?? "");
    let password = "old";
    const read = vi.fn(() => Promise.resolve(JSON.stringify({ username: "loader", password })));
    const admin = createDatabaseOpener({ DATABASE_URL: server.url }, read);
    const run = async (sql: string): Promise<void> => {
      const database = await admin();
      await database.run(sql);
      await database.close();
    };
    await run("drop role if exists loader; create role loader login");
    const env = { DATABASE_HOST: url.hostname, DATABASE_PORT: url.port, DATABASE_SSLMODE: "disable" };
    const open = createDatabaseOpener(env, read);
    await (await open()).close();
    await (await open()).close();
    expect(read).toHaveBeenCalledTimes(1);

    // The server here asks for no password; a role that may not log in is refused with the same code.
    await run("alter role loader nologin");
    password = "new";
    await expect(open()).rejects.toThrow("not permitted to log in");
    expect(read).toHaveBeenCalledTimes(2);
    await run("alter role loader login");
    await (await open()).close();
    expect(read).toHaveBeenCalledTimes(2);
  });

  test("its bundle loads from S3 by the settings of its environment", async () => {
    execFileSync(process.execPath, [path("build.ts")], { stdio: "pipe" });
    vi.spyOn(console, "log").mockReturnValue();
    vi.spyOn(console, "info").mockReturnValue();
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const database = await server.fresh();
    const s3 = await startFauxqs();
    const client = createTestClient(s3);
    onTestFinished(async () => {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
      client.destroy();
      await s3.stop();
    });
    await createBucket(client);
    const source = createS3Source({ client, bucket: BUCKET });
    await source.create(buildKey("a.ndjson.gz"), [buildLine(), buildLine()].join("\n"));
    const settings = {
      RAW_BUCKET_NAME: BUCKET,
      DATABASE_URL: server.url,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
    const { handler } = (await import(path("dist/index.mjs"))) as { readonly handler: LoaderHandler };
    const messages = [buildKey("a.ndjson.gz"), buildKey("gone.ndjson")].map((key) => buildNotification(key));
    expect(await handler(buildSqsEvent(...messages))).toEqual({ batchItemFailures: [] });
    expect(await database.query("select count(*) as rows from clickstream_events")).toEqual([{ rows: 2 }]);
  });
});
