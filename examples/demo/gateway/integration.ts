/** Calls the Lambda function as API Gateway does: with a timeout, and an exception becomes a 500. */
import type { Context } from "aws-lambda";
import type { HttpEvent } from "../../ingest-lambda/src/request/http-event.ts";
import { buildGatewayResponse, readResult, type HttpResponse } from "./response.ts";

export type LambdaHandler = (event: HttpEvent, context: Pick<Context, "getRemainingTimeInMillis">) => Promise<unknown>;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const INTEGRATION_TIMEOUT_MS = 30_000;

export interface Integrated {
  readonly response: HttpResponse;
  readonly latencyMs: number;
}

export async function integrate(
  handler: LambdaHandler,
  event: HttpEvent,
  timeoutMs = INTEGRATION_TIMEOUT_MS,
): Promise<Integrated> {
  const startedAtMs = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - startedAtMs);
  const context = { getRemainingTimeInMillis: () => timeoutMs - elapsedMs() };

  const { promise: deadline, resolve } = Promise.withResolvers<HttpResponse>();
  const timer = setTimeout(resolve, timeoutMs, buildGatewayResponse(503, "Service Unavailable"));
  const response = await Promise.race([call(handler, event, context), deadline]);
  clearTimeout(timer);
  return { response, latencyMs: elapsedMs() };
}

async function call(handler: LambdaHandler, ...[event, context]: Parameters<LambdaHandler>): Promise<HttpResponse> {
  try {
    return readResult(await handler(event, context));
  } catch {
    return buildGatewayResponse(500, "Internal Server Error");
  }
}
