/** Decides what Firehose's answer means for each record of a call. Pure. */
import { isJsonObject, type JsonObject } from "../json.ts";
import type { AwsAnswer } from "./aws-request.ts";
import type { PutOutcome } from "./event-store.ts";

/** Returns one outcome for each record, in order. A call may succeed while some of its records fail. */
export function judgeFirehoseAnswer(answer: AwsAnswer, count: number): readonly PutOutcome[] {
  if (answer.kind === "unanswered") return Array<PutOutcome>(count).fill({ kind: "retry", code: answer.code });
  const body = parseObject(answer.body);
  if (answer.status !== 200) return Array<PutOutcome>(count).fill(judgeFailure(readErrorType(body), answer.status));

  const responses: readonly unknown[] = Array.isArray(body.RequestResponses) ? body.RequestResponses : [];
  return Array.from({ length: count }, (_, at) => judgeResponse(responses[at]));
}

function judgeResponse(response: unknown): PutOutcome {
  if (!isJsonObject(response)) return { kind: "retry", code: "no_outcome" };
  if (typeof response.RecordId === "string" && !response.ErrorCode) return { kind: "stored" };
  return judgeFailure(String(response.ErrorCode), 500);
}

const OVERLOADED = new Set(["ServiceUnavailableException", "ThrottlingException", "LimitExceededException"]);

function judgeFailure(code: string, status: number): PutOutcome {
  if (OVERLOADED.has(code) || status === 429) return { kind: "busy", code };
  return status >= 500 ? { kind: "retry", code } : { kind: "misconfigured", code };
}

/** `com.amazonaws.firehose#ResourceNotFoundException` and the short form mean the same. */
function readErrorType({ __type }: JsonObject): string {
  return (typeof __type === "string" ? /(\w{1,64})$/.exec(__type)?.[1] : undefined) ?? "unknown";
}

function parseObject(json: string): JsonObject {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
