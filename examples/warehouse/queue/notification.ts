/** Reads which objects a message of S3 announces. Pure, and never throws. */
import { isJsonObject, type JsonObject } from "../../ingest-lambda/src/json.ts";

export type Notification =
  /** None, if it announces nothing that was created: S3's test of a new queue, or objects that were removed. */
  | { readonly kind: "created"; readonly keys: readonly string[] }
  /** Nothing that S3 sends of this bucket: the queue is fed by something else, and somebody has to look. */
  | { readonly kind: "foreign"; readonly reason: "no_notification" | "other_bucket" | "no_key" };

/**
 * Takes the text of a message as S3 puts it into a queue by itself, without SNS or EventBridge in between.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function parseNotification(body: string, bucket: string): Notification {
  const message = parseJson(body);
  if (message["Event"] === "s3:TestEvent") return { kind: "created", keys: [] };
  const { Records } = message;
  if (!Array.isArray(Records) || Records.length === 0) return { kind: "foreign", reason: "no_notification" };

  const records = Records.map((record) => parseRecord(record, bucket));
  const foreign = records.find(({ kind }) => kind === "foreign");
  return foreign ?? { kind: "created", keys: records.flatMap((each) => (each.kind === "created" ? each.keys : [])) };
}

function parseRecord(record: unknown, bucket: string): Notification {
  const { eventSource, eventName, s3 } = readObject(record);
  if (eventSource !== "aws:s3" || typeof eventName !== "string") return { kind: "foreign", reason: "no_notification" };
  if (readObject(readObject(s3)["bucket"])["name"] !== bucket) return { kind: "foreign", reason: "other_bucket" };
  if (!eventName.startsWith("ObjectCreated:")) return { kind: "created", keys: [] };
  const key = decodeKey(readObject(readObject(s3)["object"])["key"]);
  return key === undefined ? { kind: "foreign", reason: "no_key" } : { kind: "created", keys: [key] };
}

/** S3 writes keys as a form does: a blank is a `+`. */
function decodeKey(key: unknown): string | undefined {
  if (typeof key !== "string" || key === "") return undefined;
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

function parseJson(text: string): JsonObject {
  try {
    return readObject(JSON.parse(text));
  } catch {
    return {};
  }
}

function readObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
