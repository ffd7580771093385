/** What the function's environment means, and which code the log has for a wrong one. */
import { expect, test } from "vitest";
import { readRules, readStore, type Environment } from "../../examples/ingest-lambda/src/settings.ts";
import { createHandler } from "../../examples/ingest-lambda/src/handler.ts";
import type { LogEntry } from "../../examples/ingest-lambda/src/answer/log.ts";
import { buildEvent, buildHttpEvent } from "../support/test-ingest.ts";

const KEYS = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_REGION: "us-east-1" };

test.each<readonly [Environment, ReturnType<typeof readRules>]>([
  [{}, { allowedOrigins: undefined, idCookie: false, honoursGpc: false }],
  [
    { ALLOWED_ORIGINS: "https://shop.example", ID_COOKIE: "on", HONOUR_GPC: "off" },
    { allowedOrigins: ["https://shop.example"], idCookie: true, honoursGpc: false },
  ],
  [
    { ID_COOKIE: "off", HONOUR_GPC: "on" },
    { allowedOrigins: undefined, idCookie: false, honoursGpc: true },
  ],
])("reads the rules of %j", (env, rules) => {
  expect(readRules(env)).toEqual(rules);
});

test.each<readonly [string, Environment]>([
  ["aws_credentials_missing", { RAW_BUCKET_NAME: "shop" }],
  ["raw_bucket_name_missing", { ...KEYS }],
  ["raw_bucket_name_missing", { ...KEYS, RAW_BUCKET_NAME: "", STORAGE_LAYOUT: "batch" }],
  ["storage_layout_unknown", { ...KEYS, RAW_BUCKET_NAME: "shop", STORAGE_LAYOUT: "toString" }],
  ["firehose_stream_name_missing", { ...KEYS, RAW_BUCKET_NAME: "shop", STORAGE_LAYOUT: "firehose" }],
])("answers 503 and logs %s in the environment %j", async (code, env) => {
  const log: LogEntry[] = [];
  const handler = createHandler({ store: readStore(env), log: (entry) => log.push(entry) });
  const event = buildEvent();

  const { statusCode, body = "" } = await handler(buildHttpEvent({ body: event }));

  expect(statusCode).toBe(503);
  expect(JSON.parse(body)).toMatchObject({ ok: false, stored: 0, retry: [event["event_id"]] });
  expect(log).toMatchObject([{ level: "error", codes: { [code]: 1 } }]);
});
