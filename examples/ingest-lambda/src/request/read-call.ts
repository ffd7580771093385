/** Reads what the function was called with: an HTTP request, or something else that an operator has to fix. Pure. */
import { isJsonObject, type JsonObject } from "../json.ts";
import type { HttpEvent } from "./http-event.ts";

/** What the function was called with in place of a request. `answer/hints.ts` says what to do about each. */
export type CallFault = "payload_format_1_0" | "load_balancer_event" | "records_event" | "no_http_request";

export type ReadCall =
  { readonly kind: "request"; readonly event: HttpEvent } | { readonly kind: "other"; readonly code: CallFault };

/**
 * Takes the events of HTTP APIs and of function URLs in payload format 2.0. What is missing in one, or has another type,
 * is absent in the result, and names of headers are in lower case.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function readCall(value: unknown): ReadCall {
  const event = toObject(value);
  const context = toObject(event.requestContext);
  if (!isJsonObject(context.http)) return { kind: "other", code: judgeOther(event, context) };

  const { requestId, authorizer } = context;
  const { sourceIp } = context.http;
  const { cookies, body, isBase64Encoded } = event;
  const request = {
    ...event,
    headers: readHeaders(event.headers),
    cookies: Array.isArray(cookies) ? cookies.filter((cookie) => typeof cookie === "string") : [],
    body: typeof body === "string" ? body : undefined,
    isBase64Encoded: isBase64Encoded === true,
    requestContext: {
      ...context,
      requestId: typeof requestId === "string" ? requestId : "-",
      http: { ...context.http, sourceIp: typeof sourceIp === "string" ? sourceIp : "-" },
      authorizer: readAuthorizer(authorizer),
    },
  };
  // The fields that the ingest reads have their types now, and it reads no others.
  return { kind: "request", event: request as unknown as HttpEvent };
}

function judgeOther(event: JsonObject, context: JsonObject): CallFault {
  if (Array.isArray(event.Records)) return "records_event";
  if ("elb" in context) return "load_balancer_event";
  return event.version === "1.0" || typeof event.httpMethod === "string" ? "payload_format_1_0" : "no_http_request";
}

/** A value may be a list of values: a header that came more than once. */
function readHeaders(value: unknown): Readonly<Record<string, string>> {
  const headers = Object.entries(toObject(value)).map(([name, header]) => [name.toLowerCase(), joinValues(header)]);
  return Object.fromEntries(headers.filter(([, header]) => header !== undefined)) as Readonly<Record<string, string>>;
}

function joinValues(header: unknown): string | undefined {
  if (Array.isArray(header)) return header.filter((each) => typeof each === "string").join();
  return typeof header === "string" ? header : undefined;
}

/** Only the gateway writes this field. */
function readAuthorizer(value: unknown): { readonly jwt?: { readonly claims: JsonObject } } {
  const { jwt } = toObject(value);
  const { claims } = toObject(jwt);
  return isJsonObject(claims) ? { jwt: { claims } } : {};
}

function toObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
