/** What the construct can be told, and what it does when it is told nothing. */
import type { Duration, SecretValue } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { ITopic } from "aws-cdk-lib/aws-sns";

export interface ClickstreamIngestProps {
  /**
   * The pages that may send, by name. There is no "everybody": an endpoint without a list takes what anybody sends.
   *
   * @example ["https://shop.example"]
   */
  readonly allowedOrigins: readonly string[];
  /** @default "clickstream-http-api" */
  readonly apiName?: string;
  /** @default "clickstream-lambda-ingest" */
  readonly functionName?: string;
  /** Names of buckets are taken world-wide, so yours is another. @default "clickstream-s3-ingest" */
  readonly bucketName?: string;
  /** One object for each event, or one for each batch: docs/storage.md. @default "event" */
  readonly storageLayout?: "event" | "batch";
  /** Keeps the visitor's id in a cookie of the ingest, for an endpoint below the site's own domain. @default false */
  readonly idCookie?: boolean;
  /** Stores nothing of visitors whose browser sends `Sec-GPC: 1`. @default false */
  readonly honourGpc?: boolean;
  /** Memory buys CPU as well. @default 512 */
  readonly memorySizeMb?: number;
  /** How many copies of the function may run at once; 0 reserves none, for accounts that have few. @default 100 */
  readonly reservedConcurrency?: number;
  /** Requests a second that the gateway lets through. @default 500 */
  readonly rateLimit?: number;
  /** How many may come at once. @default 1000 */
  readonly burstLimit?: number;
  /** `WARN` leaves requests that went well out of the function's log; alarms count them all the same. @default "INFO" */
  readonly logLevel?: "INFO" | "WARN";
  /** Access logs hold addresses of visitors. @default 14 days */
  readonly logRetention?: RetentionDays;
  /** When raw events are deleted. @default 400 days */
  readonly rawRetention?: Duration;
  /** Who is told of alarms. @default nobody: alarms can only be looked at */
  readonly alarmTopic?: ITopic;
  /** Adds the alarm for an hour without a single event. @default false */
  readonly expectSteadyTraffic?: boolean;
  /** Adds `POST /clickstream/verified`, which takes signed-in callers only. */
  readonly jwt?: JwtOptions;
  /** Comma-separated keys, of which callers of `POST /clickstream` have to show one. */
  readonly apiKeys?: SecretValue;
  /** Where the key is. The SDK sends no header of its own, but keeps a query. @default "$request.querystring.key" */
  readonly apiKeySource?: "$request.querystring.key" | "$request.header.x-api-key";
  /** Puts CloudFront in front, and lets nobody past it to `POST /clickstream`. */
  readonly edge?: EdgeOptions;
  /** @default what `npm run build` has made */
  readonly code?: Code;
  /** @default what `npm run build` has made */
  readonly authorizerCode?: Code;
}

export interface JwtOptions {
  /** @example "https://cognito-idp.<region>.amazonaws.com/<user pool>" */
  readonly issuer: string;
  /** The ids of the app clients. */
  readonly audience: readonly string[];
}

export interface EdgeOptions {
  /** Comma-separated: CloudFront shows the first, the gateway takes any of them. */
  readonly originSecret: SecretValue;
  /** A web ACL of us-east-1, as made by waf.yaml. */
  readonly webAclArn?: string;
  /** A name of your own, with its certificate of us-east-1. */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
}

/** As in the SAM template: a scheme and a host, with a port for pages under development. */
const ORIGIN = /^https?:\/\/[a-z0-9.-]+(:[0-9]+)?$/;

/** @throws TypeError that names the origin that is none */
export function checkOrigins(origins: readonly string[]): void {
  if (origins.length === 0) throw new TypeError("clickstream: allowedOrigins is empty, expected at least one origin");
  const wrong = origins.find((origin) => !ORIGIN.test(origin));
  if (wrong !== undefined) {
    throw new TypeError(
      `clickstream: allowedOrigins has "${wrong}", expected an origin such as "https://shop.example"`,
    );
  }
}
