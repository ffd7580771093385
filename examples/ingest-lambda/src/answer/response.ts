/** Puts an answer into the HTTP response that API Gateway expects. Pure. */
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Ack } from "../../../../src/wire.ts";
import { REFUSALS, type RefusalCode } from "../refusals.ts";
import type { Answer } from "./answer.ts";

/** The body for a request whose events were not looked at one by one. */
interface Failure {
  readonly ok: false;
  readonly code: RefusalCode | "internal_error";
  readonly message: string;
  readonly retry_after_ms?: number;
}

/** No acknowledgement: it names no batch, so that no page takes it for one. */
interface Forgotten {
  readonly ok: true;
  readonly forgotten: "id";
}

/** API Gateway passes on 10,240 bytes of headers. What does not fit is in the body alone. */
const MAX_ACK_HEADER_CHARS = 4_096;

export function buildResponse(answer: Answer): APIGatewayProxyStructuredResultV2 {
  switch (answer.kind) {
    case "acknowledged": {
      const { body, headers, ...response } = respond(answer.status, answer.ack);
      // A script of the page that wraps `fetch` may read the body before the SDK, and a body can be read only once.
      const hasRoom = body.length <= MAX_ACK_HEADER_CHARS;
      return {
        ...response,
        body,
        headers: { ...headers, ...(hasRoom ? { "clickstream-ack": body } : {}) },
        ...(answer.cookie === undefined ? {} : { cookies: [answer.cookie] }),
      };
    }
    case "forgotten":
      return { ...respond(200, { ok: true, forgotten: "id" }), cookies: [answer.cookie] };
    case "refused": {
      const { status, message } = REFUSALS[answer.code];
      return respond(status, { ok: false, code: answer.code, message });
    }
    case "failed":
      return respond(503, {
        ok: false,
        code: "internal_error",
        message: "The ingest failed. Keep the events and send them again.",
        retry_after_ms: answer.retryAfterMs,
      });
  }
}

interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** There is always a `statusCode`: without one API Gateway takes the answer for a success. */
function respond(statusCode: number, body: Ack | Failure | Forgotten): Response {
  const retry_after_ms = "retry_after_ms" in body ? body.retry_after_ms : undefined;
  return {
    statusCode,
    headers: {
      "content-type": "application/json",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      ...(retry_after_ms === undefined ? {} : { "retry-after": String(Math.ceil(retry_after_ms / 1_000)) }),
    },
    body: JSON.stringify(body),
  };
}
