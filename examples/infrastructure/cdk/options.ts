/** The properties of the construct, with their defaults. */
import type { Duration, SecretValue } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { ITopic } from "aws-cdk-lib/aws-sns";

export interface ClickstreamIngestProps {
  /**
   * The origins of the pages that may send events. `*` is not possible: such an endpoint stores what anybody sends.
   *
   * @example ["https://shop.example"]
   */
  readonly allowedOrigins: readonly string[];
  /** @default "clickstream-http-api" */
  readonly apiName?: string;
  /** @default "clickstream-lambda-ingest" */
  readonly functionName?: string;
  /** Bucket names are unique across all AWS accounts, so choose your own. @default "clickstream-s3-ingest" */
  readonly bucketName?: string;
  /** One object per event, or one per batch: docs/storage.md. @default "event" */
  readonly storageLayout?: "event" | "batch";
  /** The ingest keeps the visitor's id in a cookie. For an endpoint under the site's own domain. @default false */
  readonly idCookie?: boolean;
  /** Does not store events of visitors whose browser sends `Sec-GPC: 1`. @default false */
  readonly honourGpc?: boolean;
  /** Lambda gives CPU in proportion to memory. @default 512 */
  readonly memorySizeMb?: number;
  /** The function's reserved concurrency; 0 reserves none, for accounts with a low limit. @default 100 */
  readonly reservedConcurrency?: number;
  /** Requests per second, beyond which the gateway answers 429. @default 500 */
  readonly rateLimit?: number;
  /** How many requests may come at the same moment. @default 1000 */
  readonly burstLimit?: number;
  /** With `WARN` the function does not log successful requests. Its metrics count them all the same. @default "INFO" */
  readonly logLevel?: "INFO" | "WARN";
  /** Access logs have the visitors' IP addresses. @default 14 days */
  readonly logRetention?: RetentionDays;
  /** Raw events are deleted after this time. @default 400 days */
  readonly rawRetention?: Duration;
  /** Receives the alarms. @default none: alarms only show in CloudWatch */
  readonly alarmTopic?: ITopic;
  /** Adds the alarm for an hour without any event. @default false */
  readonly expectSteadyTraffic?: boolean;
  /** Adds `POST /clickstream/verified`, for signed-in callers only. */
  readonly jwt?: JwtOptions;
  /** Comma-separated keys. Callers of `POST /clickstream` have to send one of them. */
  readonly apiKeys?: SecretValue;
  /** Where callers send the key. The SDK can send it in the endpoint's query only. @default "$request.querystring.key" */
  readonly apiKeySource?: "$request.querystring.key" | "$request.header.x-api-key";
  /** Adds CloudFront in front of the API. `POST /clickstream` then refuses requests that bypass it. */
  readonly edge?: EdgeOptions;
  /** @default the output of `npm run build` */
  readonly code?: Code;
  /** @default the output of `npm run build` */
  readonly authorizerCode?: Code;
}

export interface JwtOptions {
  /** @example "https://cognito-idp.<region>.amazonaws.com/<user pool>" */
  readonly issuer: string;
  /** The ids of the app clients. */
  readonly audience: readonly string[];
}

export interface EdgeOptions {
  /** Comma-separated: CloudFront sends the first, the gateway accepts any of them. */
  readonly originSecret: SecretValue;
  /** A web ACL in us-east-1, such as that of waf.yaml. */
  readonly webAclArn?: string;
  /** Your own domain name, with its certificate in us-east-1. */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
}

/** As in the SAM template: scheme and host, and a port for pages in development. */
const ORIGIN = /^https?:\/\/[a-z0-9.-]+(:[0-9]+)?$/;

/** @throws TypeError that names the first entry that is no origin */
export function checkOrigins(origins: readonly string[]): void {
  if (origins.length === 0) throw new TypeError("clickstream: allowedOrigins is empty, expected at least one origin");
  const wrong = origins.find((origin) => !ORIGIN.test(origin));
  if (wrong !== undefined) {
    throw new TypeError(
      `clickstream: allowedOrigins has "${wrong}", expected an origin such as "https://shop.example"`,
    );
  }
}
