/** Turns what a Lambda function returned into the HTTP response that API Gateway makes of it. Pure. */
import { isJsonObject, type JsonObject } from "../../ingest-lambda/src/json.ts";
import type { ResponseHeaders } from "./cors.ts";

export interface HttpResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/** The gateway's own answers: a JSON object with a message. */
export function buildGatewayResponse(status: number, message: string): HttpResponse {
  return { status, headers: JSON_TYPE, cookies: [], body: Buffer.from(JSON.stringify({ message })) };
}

/** Without a `statusCode`, API Gateway answers 200 with the whole result as the body. */
export function readResult(result: unknown): HttpResponse {
  if (!isJsonObject(result) || result.statusCode === undefined) {
    const body = typeof result === "string" ? result : JSON.stringify(result ?? null);
    return { status: 200, headers: JSON_TYPE, cookies: [], body: Buffer.from(body) };
  }
  const { statusCode } = result;
  if (typeof statusCode !== "number" || statusCode < 200 || statusCode > 599) {
    return buildGatewayResponse(500, "Internal Server Error");
  }
  return { status: statusCode, headers: readHeaders(result), cookies: readCookies(result), body: readBody(result) };
}

const JSON_TYPE = { "content-type": "application/json" };

function readHeaders({ headers }: JsonObject): ResponseHeaders {
  if (!isJsonObject(headers)) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function readCookies({ cookies }: JsonObject): readonly string[] {
  return Array.isArray(cookies) ? cookies.map(String) : [];
}

function readBody({ body, isBase64Encoded }: JsonObject): Buffer {
  return Buffer.from(typeof body === "string" ? body : "", isBase64Encoded === true ? "base64" : "utf8");
}
