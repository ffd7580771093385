/** What the function's environment means, and which code the log has for a wrong one. */
import { expect, test } from "vitest";
import { readRules, readStore, type Environment } from "../../examples/ingest-lambda/src/settings.ts";
import { findHint } from "../../examples/ingest-lambda/src/answer/hints.ts";
import { findSettingFault } from "../../examples/ingest-lambda/src/setting-faults.ts";
import { createHandler } from "../../examples/ingest-lambda/src/handler.ts";
import type { LogEntry } from "../../examples/ingest-lambda/src/answer/log.ts";
import { buildEvent, buildHttpEvent } from "../support/test-ingest.ts";

const KEYS = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_REGION: "us-east-1" };

test.each<readonly [Environment, ReturnType<typeof readRules>]>([
  [{}, { allowedOrigins: undefined, allowsOpaqueOrigins: false, idCookie: false, honoursGpc: false }],
  [
    { ALLOWED_ORIGINS: "https://shop.example", ALLOW_OPAQUE_ORIGINS: "on", ID_COOKIE: "on", HONOUR_GPC: "off" },
    { allowedOrigins: ["https://shop.example"], allowsOpaqueOrigins: true, idCookie: true, honoursGpc: false },
  ],
  [
    { ID_COOKIE: "off", HONOUR_GPC: "on" },
    { allowedOrigins: undefined, allowsOpaqueOrigins: false, idCookie: false, honoursGpc: true },
  ],
])("reads the rules of %j", (env, rules) => {
  expect(readRules(env)).toEqual(rules);
});

test.each<readonly [string, Environment]>([
  ["aws_credentials_missing", { RAW_BUCKET_NAME: "shop" }],
  ["raw_bucket_name_missing", { ...KEYS }],
  ["raw_bucket_name_missing", { ...KEYS, RAW_BUCKET_NAME: "", STORAGE_LAYOUT: "batch" }],
  ["raw_bucket_name_invalid", { ...KEYS, RAW_BUCKET_NAME: "s3://shop" }],
  ["raw_bucket_name_invalid", { ...KEYS, RAW_BUCKET_NAME: "arn:aws:s3:::shop" }],
  ["raw_bucket_name_invalid", { ...KEYS, RAW_BUCKET_NAME: "shop/events" }],
  ["raw_bucket_name_invalid", { ...KEYS, RAW_BUCKET_NAME: "Shop_Events" }],
  ["raw_bucket_name_invalid", { ...KEYS, RAW_BUCKET_NAME: "ab" }],
  ["storage_layout_unknown", { ...KEYS, RAW_BUCKET_NAME: "shop", STORAGE_LAYOUT: "Batch" }],
  ["id_cookie_unknown", { ...KEYS, RAW_BUCKET_NAME: "shop", ID_COOKIE: "true" }],
  ["honour_gpc_unknown", { ...KEYS, RAW_BUCKET_NAME: "shop", HONOUR_GPC: "ON" }],
  ["allow_opaque_origins_unknown", { ...KEYS, RAW_BUCKET_NAME: "shop", ALLOW_OPAQUE_ORIGINS: "yes" }],
  ["allowed_origins_invalid", { ...KEYS, RAW_BUCKET_NAME: "shop", ALLOWED_ORIGINS: "shop.example" }],
  ["aws_endpoint_url_invalid", { ...KEYS, RAW_BUCKET_NAME: "shop", AWS_ENDPOINT_URL_S3: "127.0.0.1:9000" }],
  ["firehose_stream_name_invalid", { ...KEYS, STORAGE_LAYOUT: "firehose", FIREHOSE_STREAM_NAME: "arn:aws:firehose" }],
  ["storage_layout_unknown", { ...KEYS, RAW_BUCKET_NAME: "shop", STORAGE_LAYOUT: "toString" }],
  ["firehose_stream_name_missing", { ...KEYS, RAW_BUCKET_NAME: "shop", STORAGE_LAYOUT: "firehose" }],
])("answers 503 and logs %s in the environment %j", async (code, env) => {
  const log: LogEntry[] = [];
  const handler = createHandler({ store: readStore(env), log: (entry) => log.push(entry) });
  const event = buildEvent();

  const { statusCode, body = "" } = await handler(buildHttpEvent({ body: event }));

  expect(statusCode).toBe(503);
  expect(JSON.parse(body)).toMatchObject({ ok: false, stored: 0, retry: [event["event_id"]] });
  expect(log).toMatchObject([{ level: "error", codes: { [code]: 1 }, hint: findHint([code]) }]);
});

test("an empty setting is none, since templates always set it", () => {
  const env = {
    ...KEYS,
    RAW_BUCKET_NAME: "shop",
    STORAGE_LAYOUT: "",
    ID_COOKIE: "",
    HONOUR_GPC: "",
    ALLOWED_ORIGINS: "",
  };

  expect(findSettingFault(env)).toBeUndefined();
  expect(readRules(env)).toEqual(readRules({}));
});
