/** Builds the event that an HTTP API passes to a Lambda function, in payload format 2.0. Pure. */
import type { HttpEvent } from "../../ingest-lambda/src/request/http-event.ts";
import type { Claims } from "./jwt-authorizer.ts";

/** A request as Node reads it. */
export interface HttpRequest {
  readonly id: string;
  readonly receivedAtMs: number;
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer | undefined;
  readonly ip: string;
  /** `HTTP/1.1` */
  readonly protocol: string;
}

/**
 * @param claims of the login token, where a JWT authorizer has verified it
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function buildPayload(request: HttpRequest, routeKey: string, claims?: Claims): HttpEvent {
  const { id, receivedAtMs, method, url, body, ip, protocol } = request;
  const { cookie, ...headers } = joinHeaders(request.rawHeaders);
  const [rawPath = "", ...query] = url.split("?");
  const rawQueryString = query.join("?");
  const domainName = headers.host ?? "";
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookie === undefined ? {} : { cookies: splitCookies(cookie) }),
    headers,
    ...(rawQueryString === "" ? {} : { queryStringParameters: joinQuery(rawQueryString) }),
    requestContext: {
      accountId: "anonymous",
      apiId: "local",
      ...(claims && { authorizer: { jwt: { claims, scopes: [] } } }),
      domainName,
      domainPrefix: domainName.split(".")[0] ?? "",
      http: { method, path: rawPath, protocol, sourceIp: ip, userAgent: headers["user-agent"] ?? "" },
      requestId: id,
      routeKey,
      stage: "$default",
      time: formatRequestTime(receivedAtMs),
      timeEpoch: receivedAtMs,
    },
    ...encodeBody(body, headers["content-type"]),
  };
}

/** Prints an instant as `$context.requestTime` does, in the Common Log Format: `24/Nov/2026:08:12:16 +0000`. */
export function formatRequestTime(instantMs: number): string {
  // Tue, 24 Nov 2026 08:12:16 GMT
  const [, day = "", month = "", year = "", time = ""] = new Date(instantMs).toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}

/** Lower-cases the names and joins repeated headers. Cookies are joined as HTTP/2 splits them (RFC 9113, 8.2.3). */
function joinHeaders(rawHeaders: readonly string[]): Readonly<Partial<Record<string, string>>> {
  const pairs = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1] ?? ""]] : [],
  );
  return joinPairs(pairs, (name) => (name === "cookie" ? "; " : ","));
}

function joinQuery(query: string): Readonly<Partial<Record<string, string>>> {
  return joinPairs([...new URLSearchParams(query)], () => ",");
}

function joinPairs(
  pairs: readonly (readonly string[])[],
  separatorOf: (name: string) => string,
): Readonly<Partial<Record<string, string>>> {
  const groups = Map.groupBy(pairs, ([name = ""]) => name);
  return Object.fromEntries(
    [...groups].map(([name, group]) => [name, group.map(([, value]) => value).join(separatorOf(name))]),
  );
}

function splitCookies(cookie: string): string[] {
  return cookie
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "");
}

/** Any other type is base64, and so is a missing one: https://github.com/ministackorg/ministack/pull/766 */
const TEXT_TYPES = /^(?:text\/.+|application\/(?:json|xml|javascript))$/;

function encodeBody(
  body: Buffer | undefined,
  contentType: string | undefined,
): Pick<HttpEvent, "body" | "isBase64Encoded"> {
  if (body === undefined || body.length === 0) return { isBase64Encoded: false };
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  const isText = TEXT_TYPES.test(mediaType);
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}
