/** A cold start: imports the bundle that it is told, has it store one event, and reports how long both took. */
import type { HttpHandler } from "../../../../examples/ingest-lambda/src/handler.ts";

const { BUNDLE = "", AUTHORIZATION } = process.env;
const headers = { "content-type": "application/json", ...(AUTHORIZATION && { authorization: AUTHORIZATION }) };
const requestContext = { requestId: "request-1", http: { sourceIp: "203.0.113.7" } };
const event = { headers, requestContext, body: '{"event_name":"page_view"}', isBase64Encoded: false };

const startedAtMs = performance.now();
const { handler } = (await import(BUNDLE)) as { readonly handler: HttpHandler };
const importedAtMs = performance.now();
const { statusCode } = await handler(event as never);
const answeredAtMs = performance.now();
if (statusCode !== 200) throw new Error(`The first answer is ${String(statusCode)}.`);

process.send?.([importedAtMs - startedAtMs, answeredAtMs - importedAtMs]);
process.disconnect();
