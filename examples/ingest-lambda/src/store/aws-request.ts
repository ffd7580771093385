/** Sends signed requests to AWS and returns their answers as data. */
import { setTimeout as pause } from "node:timers/promises";
import { Sha256Node } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import { findClockSkewMs, judgeAwsError, readErrorCode } from "./aws-error.ts";
import { createConnections, type HttpRequest } from "../connections.ts";

export type AwsAnswer =
  | { readonly kind: "answered"; readonly status: number; readonly body: string }
  /** A fault of the network, or no time left. Whether the service did what was asked is unknown. */
  | { readonly kind: "unanswered"; readonly code: string };

export type AwsRequest = HttpRequest;

/** Answers within `timeoutMs`, retries included. Never throws. */
export type SendToAws = (request: AwsRequest, timeoutMs: number) => Promise<AwsAnswer>;

export interface AwsIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly region: string;
}

type Environment = Readonly<Partial<Record<string, string>>>;

/** Lambda sets the keys of the function's role in these variables. Returns `undefined` where they are missing. */
export function readAwsIdentity(env: Environment): AwsIdentity | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: env.AWS_SESSION_TOKEN, region: env.AWS_REGION ?? "us-east-1" };
}

/**
 * How long each attempt may wait for its answer. S3 needs some 30 ms, and one connection that hangs must leave time for
 * another. Each attempt waits longer than the one before, for a service that is slow. The last has all that is left.
 */
const ATTEMPTS_MS = [700, 1_400, Infinity];
const FIRST_PAUSE_MS = 100;

/** @param now asked for the time of the signature, and how long the connections were idle */
export function createAwsSender(
  { region, ...credentials }: AwsIdentity,
  service: "s3" | "firehose",
  now: () => number = Date.now,
): SendToAws {
  const exchange = createConnections(now);
  // S3 signs the path of a request as it is, the other services sign it escaped once more.
  const signer = new SignatureV4({
    service,
    region,
    credentials: omitUndefined(credentials),
    sha256: Sha256Node,
    uriEscapePath: service !== "s3",
  });
  /** What must be added to our clock. */
  let skewMs = 0;

  async function attempt(request: AwsRequest, attemptMs: number): Promise<Attempt> {
    const signal = AbortSignal.timeout(Math.ceil(attemptMs));
    const usedSkewMs = skewMs;
    try {
      const headers = await sign(request, signer, new Date(now() + usedSkewMs));
      const { status, headers: answered, body } = await exchange({ ...request, headers }, signal);
      const answer: AwsAnswer = { kind: "answered", status, body };
      if (status < 300) return { answer, isTemporary: false };

      const code = readErrorCode(status, body);
      const foundMs = findClockSkewMs(code, answered.date, now() + usedSkewMs);
      if (foundMs !== undefined) skewMs = usedSkewMs + foundMs;
      return { answer, isTemporary: foundMs !== undefined || judgeAwsError(status, code) !== "misconfigured" };
    } catch (error) {
      return { answer: { kind: "unanswered", code: readCode(error, signal) }, isTemporary: true };
    }
  }

  return async (request, timeoutMs) => {
    const endsAtMs = performance.now() + timeoutMs;
    const leftMs = (): number => Math.max(0, endsAtMs - performance.now());
    let last: AwsAnswer = { kind: "unanswered", code: "TimeoutError" };
    for (const [retry, attemptMs] of ATTEMPTS_MS.entries()) {
      const pauseMs = retry === 0 ? 0 : Math.random() * FIRST_PAUSE_MS * 2 ** retry;
      if (pauseMs >= leftMs()) break;
      if (pauseMs > 0) await pause(pauseMs);

      const { answer, isTemporary } = await attempt(request, Math.min(attemptMs, leftMs()));
      last = answer;
      if (!isTemporary) break;
    }
    return last;
  };
}

interface Attempt {
  readonly answer: AwsAnswer;
  /** Another attempt may succeed. */
  readonly isTemporary: boolean;
}

async function sign(
  { method, url, headers, body }: AwsRequest,
  signer: SignatureV4,
  signingDate: Date,
): Promise<AwsRequest["headers"]> {
  const { protocol, hostname, host, pathname: path } = new URL(url);
  const request = { method, protocol, hostname, path, query: {}, headers: { ...headers, host }, body };
  const signed = await signer.sign(request, { signingDate });
  return signed.headers;
}

type Credentials = Omit<AwsIdentity, "region">;

function omitUndefined({ sessionToken, ...keys }: Credentials): typeof keys & { readonly sessionToken?: string } {
  return sessionToken === undefined ? keys : { ...keys, sessionToken };
}

function readCode(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "TimeoutError";
  return error instanceof Error && "code" in error ? String(error.code) : "NetworkError";
}
