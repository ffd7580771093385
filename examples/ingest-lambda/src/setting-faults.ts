/** Finds a setting that cannot be meant as it is. Pure. */
import { findWrongOrigin } from "./request/allowed-origins.ts";
import { isTrustworthy } from "./token/key-source.ts";

export type Environment = Readonly<Partial<Record<string, string>>>;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html */
const STREAM_NAME = /^[\w.-]{1,64}$/;

const SWITCHES = ["ID_COOKIE", "HONOUR_GPC", "ALLOW_OPAQUE_ORIGINS"] as const;
const ENDPOINTS = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_FIREHOSE"] as const;

/** Returns the code of the first fault. An empty value counts as none, since a template may always set the variable. */
export function findSettingFault(env: Environment): string | undefined {
  const unknownSwitch = SWITCHES.find((name) => !["", "on", "off"].includes(env[name] ?? ""));
  if (unknownSwitch !== undefined) return `${unknownSwitch.toLowerCase()}_unknown`;
  const isEndpoint = (value: string): boolean => URL.canParse(value) && /^https?:/i.test(value);
  if (ENDPOINTS.some((name) => env[name] && !isEndpoint(env[name]))) return "aws_endpoint_url_invalid";
  const tokenFault = findTokenFault(env);
  if (tokenFault !== undefined) return tokenFault;
  return findWrongOrigin(env.ALLOWED_ORIGINS) === undefined ? findStoreFault(env) : "allowed_origins_invalid";
}

export function parseAudience(list: string): readonly string[] {
  const clients = list.split(",").map((client) => client.trim());
  return clients.filter((client) => client !== "");
}

/** With one of the two alone nothing could be verified. */
function findTokenFault({ TOKEN_ISSUER: issuer = "", TOKEN_AUDIENCE: audience = "" }: Environment): string | undefined {
  if (issuer === "" && audience === "") return undefined;
  if (issuer === "" || parseAudience(audience).length === 0) return "token_settings_incomplete";
  return isTrustworthy(issuer) ? undefined : "token_issuer_invalid";
}

function findStoreFault({
  STORAGE_LAYOUT: layout,
  RAW_BUCKET_NAME: bucket,
  FIREHOSE_STREAM_NAME: stream,
}: Environment): string | undefined {
  if (layout === "firehose") {
    if (!stream) return "firehose_stream_name_missing";
    return STREAM_NAME.test(stream) ? undefined : "firehose_stream_name_invalid";
  }
  if (layout && layout !== "event" && layout !== "batch") return "storage_layout_unknown";
  if (!bucket) return "raw_bucket_name_missing";
  return BUCKET_NAME.test(bucket) ? undefined : "raw_bucket_name_invalid";
}
