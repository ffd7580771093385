/** Reads the function's environment: which store, and which rules. */
import type { HandlerOptions } from "./handler.ts";
import { parseAllowedOrigins } from "./request/allowed-origins.ts";
import type { VerifyToken } from "./request/token.ts";
import { findSettingFault, parseAudience, type Environment } from "./setting-faults.ts";
import { createAwsSender, readAwsIdentity } from "./store/aws-request.ts";
import type { EventStore } from "./store/event-store.ts";
import { buildFirehoseUrl, createFirehoseStore } from "./store/firehose-store.ts";
import { createLaidOutStore, oneObjectABatch, oneObjectAnEvent, type Layout } from "./store/layout.ts";
import { buildBucketUrl, createS3Store } from "./store/s3-store.ts";
import { createTokenVerifier } from "./token/verifier.ts";

export type { Environment };

/** Values of `STORAGE_LAYOUT` for a store of objects. */
export const LAYOUTS = { event: oneObjectAnEvent, batch: oneObjectABatch } as const satisfies Record<string, Layout>;

export function isLayoutName(name: string): name is keyof typeof LAYOUTS {
  return Object.hasOwn(LAYOUTS, name);
}

type Rules = Omit<HandlerOptions, "store" | "log" | "now" | "random">;

export function readRules(env: Environment): Rules {
  return {
    allowedOrigins: parseAllowedOrigins(env.ALLOWED_ORIGINS),
    allowsOpaqueOrigins: env.ALLOW_OPAQUE_ORIGINS === "on",
    idCookie: env.ID_COOKIE === "on",
    honoursGpc: env.HONOUR_GPC === "on",
    verifyToken: readVerifier(env),
  };
}

function readVerifier({ TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience }: Environment): VerifyToken | undefined {
  if (!issuer || !audience) return undefined;
  return createTokenVerifier({ issuer, audience: parseAudience(audience) });
}

/** With a wrong setting each request is answered 503, so that pages keep their events, and the log names the setting. */
export function readStore(env: Environment): EventStore {
  const identity = readAwsIdentity(env);
  if (identity === undefined) return createBrokenStore("aws_credentials_missing");
  const fault = findSettingFault(env);
  if (fault !== undefined) return createBrokenStore(fault);

  const { STORAGE_LAYOUT: layout = "", RAW_BUCKET_NAME: bucket = "", FIREHOSE_STREAM_NAME: streamName = "" } = env;
  if (layout === "firehose") {
    const url = buildFirehoseUrl(identity.region, env.AWS_ENDPOINT_URL_FIREHOSE);
    return createFirehoseStore({ send: createAwsSender(identity, "firehose"), url, streamName });
  }
  const bucketUrl = buildBucketUrl(bucket, identity.region, env.AWS_ENDPOINT_URL_S3);
  const objects = createS3Store(createAwsSender(identity, "s3"), bucketUrl);
  return createLaidOutStore(objects, isLayoutName(layout) ? LAYOUTS[layout] : LAYOUTS.event);
}

function createBrokenStore(code: string): EventStore {
  return {
    keep: (records) =>
      Promise.resolve(new Map(records.map(({ eventId }) => [eventId, { kind: "misconfigured", code } as const]))),
  };
}
