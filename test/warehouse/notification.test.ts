/** Which objects a message of S3 announces. */
import { describe, expect, test } from "vitest";
import { parseNotification } from "../../examples/warehouse/queue/notification.ts";

const BUCKET = "clickstream-s3-ingest";

/** As S3 writes it: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
const record = (key: unknown, fields: object = {}): object => ({
  eventVersion: "2.1",
  eventSource: "aws:s3",
  awsRegion: "ap-southeast-1",
  eventTime: "2026-11-24T08:00:00.123Z",
  eventName: "ObjectCreated:Put",
  s3: {
    s3SchemaVersion: "1.0",
    bucket: { name: BUCKET, arn: `arn:aws:s3:::${BUCKET}` },
    object: { key, size: 1024, eTag: "0", sequencer: "0A1B2C3D4E5F678901" },
  },
  ...fields,
});
const parse = (...records: readonly unknown[]): unknown =>
  parseNotification(JSON.stringify({ Records: records }), BUCKET);

describe("announces", () => {
  test("the keys of all records", () => {
    expect(parse(record("events/a.ndjson"), record("events/b.ndjson"))).toEqual({
      kind: "created",
      keys: ["events/a.ndjson", "events/b.ndjson"],
    });
  });

  test("a key as it is in the bucket, and not as S3 encodes it", () => {
    expect(parse(record("events/2026/11/24/a+b%2Bc%C3%A9%3D1.ndjson"))).toEqual({
      kind: "created",
      keys: ["events/2026/11/24/a b+cé=1.ndjson"],
    });
  });

  test.each(["ObjectCreated:Put", "ObjectCreated:Copy", "ObjectCreated:CompleteMultipartUpload"])("%s", (eventName) => {
    expect(parse(record("events/a.ndjson", { eventName }))).toEqual({ kind: "created", keys: ["events/a.ndjson"] });
  });
});

describe("announces nothing", () => {
  test("when S3 tests the queue", () => {
    const body = JSON.stringify({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: BUCKET, RequestId: "1" });
    expect(parseNotification(body, BUCKET)).toEqual({ kind: "created", keys: [] });
  });

  test.each(["ObjectRemoved:Delete", "LifecycleExpiration:Delete", "ObjectTagging:Put"])("by %s", (eventName) => {
    expect(parse(record("events/a.ndjson", { eventName }))).toEqual({ kind: "created", keys: [] });
  });
});

describe("is foreign", () => {
  test.each([
    ["no JSON", "hello"],
    ["no text", ""],
    ["no object", "[]"],
    ["null", "null"],
    ["no records", "{}"],
    ["an empty list of records", `{"Records":[]}`],
    ["records that are no list", `{"Records":{}}`],
    ["a record that is nothing", `{"Records":[null]}`],
    ["a message of SNS", JSON.stringify({ Type: "Notification", Message: "{}" })],
    ["an event of EventBridge", JSON.stringify({ "detail-type": "Object Created", detail: {} })],
    ["a record of another service", JSON.stringify({ Records: [record("a", { eventSource: "aws:ses" })] })],
  ])("as %s", (_, body) => {
    expect(parseNotification(body, BUCKET)).toEqual({ kind: "foreign", reason: "no_notification" });
  });

  test("if one of its records is of another bucket", () => {
    const other = record("events/a.ndjson", { s3: { bucket: { name: "other" }, object: { key: "events/a.ndjson" } } });
    expect(parse(record("events/a.ndjson"), other)).toEqual({ kind: "foreign", reason: "other_bucket" });
  });

  test.each([undefined, "", 1, null, "events/%E0%A4%A.ndjson"])("if its key is %j", (key) => {
    expect(parse(record(key))).toEqual({ kind: "foreign", reason: "no_key" });
  });
});
