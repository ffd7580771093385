/** Decides what Firehose's answer means for each record of a call. Pure. */
import { isJsonObject, type JsonObject } from "../json.ts";
import { judgeAwsError, readErrorCode } from "./aws-error.ts";
import type { AwsAnswer } from "./aws-request.ts";
import type { PutOutcome } from "./event-store.ts";

/** Returns one outcome for each record, in order. A call may succeed while some of its records fail. */
export function judgeFirehoseAnswer(answer: AwsAnswer, count: number): readonly PutOutcome[] {
  if (answer.kind === "unanswered") return Array<PutOutcome>(count).fill({ kind: "retry", code: answer.code });
  const { status, body } = answer;
  if (status !== 200) return Array<PutOutcome>(count).fill(judgeFailure(status, readErrorCode(status, body)));

  const { RequestResponses } = parseObject(body);
  const responses: readonly unknown[] = Array.isArray(RequestResponses) ? RequestResponses : [];
  return Array.from({ length: count }, (_, at) => judgeResponse(responses[at]));
}

function judgeResponse(response: unknown): PutOutcome {
  if (!isJsonObject(response)) return { kind: "retry", code: "no_outcome" };
  if (typeof response.RecordId === "string" && !response.ErrorCode) return { kind: "stored" };
  // Only this record failed, so that the stream and the role are there.
  return judgeFailure(500, String(response.ErrorCode));
}

function judgeFailure(status: number, code: string): PutOutcome {
  return { kind: judgeAwsError(status, code), code };
}

function parseObject(json: string): JsonObject {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
