/** Sends signed requests to AWS and returns their answers as data. Only this file of the ingest uses the network. */
import type { Agent as HttpAgent, IncomingMessage } from "node:http";
import type { Agent as HttpsAgent } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { Sha256Node } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";

/** An ES import of these would also load Node's WebSocket, which takes 17 ms of each cold start. */
const http = process.getBuiltinModule("node:http");
const https = process.getBuiltinModule("node:https");

export type AwsAnswer =
  | { readonly kind: "answered"; readonly status: number; readonly body: string }
  /** A fault of the network, or no time left. Whether the service did what was asked is unknown. */
  | { readonly kind: "unanswered"; readonly code: string };

export interface AwsRequest {
  readonly method: "PUT" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

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

const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 100;

/** Connections stay open between requests, since each new one costs a TLS handshake. */
const AGENT_OPTIONS = { keepAlive: true };

export function createAwsSender({ region, ...credentials }: AwsIdentity, service: "s3" | "firehose"): SendToAws {
  const agents = { http: new http.Agent(AGENT_OPTIONS), https: new https.Agent(AGENT_OPTIONS) };
  // S3 signs the path of a request as it is, the other services sign it escaped once more.
  const signer = new SignatureV4({
    service,
    region,
    credentials: omitUndefined(credentials),
    sha256: Sha256Node,
    uriEscapePath: service !== "s3",
  });

  async function attempt(request: AwsRequest, signal: AbortSignal): Promise<AwsAnswer> {
    try {
      const answer = await exchange({ ...request, headers: await sign(request, signer) }, agents, signal);
      return { kind: "answered", status: answer.statusCode ?? 0, body: await text(answer) };
    } catch (error) {
      return { kind: "unanswered", code: readCode(error, signal) };
    }
  }

  return async (request, timeoutMs) => {
    const signal = AbortSignal.timeout(timeoutMs);
    let answer = await attempt(request, signal);
    for (let retry = 1; retry < MAX_ATTEMPTS && isTemporary(answer); retry += 1) {
      const isOutOfTime = await pause(Math.random() * FIRST_PAUSE_MS * 2 ** retry, false, { signal }).catch(() => true);
      if (isOutOfTime) break;
      answer = await attempt(request, signal);
    }
    return answer;
  };
}

/** Faults that another attempt may not meet: a socket that was closed while Lambda was frozen, too much load. */
function isTemporary(answer: AwsAnswer): boolean {
  return answer.kind === "unanswered" || answer.status === 429 || answer.status >= 500;
}

async function sign({ method, url, headers, body }: AwsRequest, signer: SignatureV4): Promise<AwsRequest["headers"]> {
  const { protocol, hostname, host, pathname: path } = new URL(url);
  const signed = await signer.sign({
    method,
    protocol,
    hostname,
    path,
    query: {},
    headers: { ...headers, host },
    body,
  });
  return signed.headers;
}

function exchange(
  { method, url, headers, body }: AwsRequest,
  agents: { readonly http: HttpAgent; readonly https: HttpsAgent },
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const options = { method, headers: { ...headers, "content-length": Buffer.byteLength(body) }, signal };
  const request = url.startsWith("https:")
    ? https.request(url, { ...options, agent: agents.https }, resolve)
    : http.request(url, { ...options, agent: agents.http }, resolve);
  request.once("error", reject).end(body);
  return promise;
}

type Credentials = Omit<AwsIdentity, "region">;

function omitUndefined({ sessionToken, ...keys }: Credentials): typeof keys & { readonly sessionToken?: string } {
  return sessionToken === undefined ? keys : { ...keys, sessionToken };
}

function readCode(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "TimeoutError";
  return error instanceof Error && "code" in error ? String(error.code) : "NetworkError";
}
