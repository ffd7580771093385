/** Reads the function's environment: which store, and which rules. */
import type { HandlerOptions } from "./handler.ts";
import { parseAllowedOrigins } from "./request/origin.ts";
import { createAwsSender, readAwsIdentity } from "./store/aws-request.ts";
import type { EventStore } from "./store/event-store.ts";
import { buildFirehoseUrl, createFirehoseStore } from "./store/firehose-store.ts";
import { createLaidOutStore, oneObjectABatch, oneObjectAnEvent, type Layout } from "./store/layout.ts";
import { buildBucketUrl, createS3Store } from "./store/s3-store.ts";

export type Environment = Readonly<Partial<Record<string, string>>>;

/** Values of `STORAGE_LAYOUT` for a store of objects. */
export const LAYOUTS = { event: oneObjectAnEvent, batch: oneObjectABatch } as const satisfies Record<string, Layout>;

export function isLayoutName(name: string): name is keyof typeof LAYOUTS {
  return Object.hasOwn(LAYOUTS, name);
}

export function readRules(env: Environment): Pick<HandlerOptions, "allowedOrigins" | "idCookie" | "honoursGpc"> {
  return {
    allowedOrigins: parseAllowedOrigins(env.ALLOWED_ORIGINS),
    idCookie: env.ID_COOKIE === "on",
    honoursGpc: env.HONOUR_GPC === "on",
  };
}

/** With a wrong setting each request is answered 503, so that pages keep their events, and the log has its code. */
export function readStore(env: Environment): EventStore {
  const identity = readAwsIdentity(env);
  if (identity === undefined) return createBrokenStore("aws_credentials_missing");
  const layout = env.STORAGE_LAYOUT ?? "event";

  if (layout === "firehose") {
    const { FIREHOSE_STREAM_NAME: streamName, AWS_ENDPOINT_URL_FIREHOSE: endpoint } = env;
    if (!streamName) return createBrokenStore("firehose_stream_name_missing");
    const url = buildFirehoseUrl(identity.region, endpoint);
    return createFirehoseStore({ send: createAwsSender(identity, "firehose"), url, streamName });
  }
  if (!isLayoutName(layout)) return createBrokenStore("storage_layout_unknown");
  if (!env.RAW_BUCKET_NAME) return createBrokenStore("raw_bucket_name_missing");

  const bucketUrl = buildBucketUrl(env.RAW_BUCKET_NAME, identity.region, env.AWS_ENDPOINT_URL_S3);
  return createLaidOutStore(createS3Store(createAwsSender(identity, "s3"), bucketUrl), LAYOUTS[layout]);
}

function createBrokenStore(code: string): EventStore {
  return {
    keep: (records) =>
      Promise.resolve(new Map(records.map(({ eventId }) => [eventId, { kind: "misconfigured", code } as const]))),
  };
}
