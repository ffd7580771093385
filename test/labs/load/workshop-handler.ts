/** The handler that a workshop writes from the brief: one event a request, one put, a random name, no checks. */
import { randomUUID } from "node:crypto";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { HttpEvent } from "../../../examples/ingest-lambda/src/request/http-event.ts";

export function createWorkshopHandler(
  client: S3Client,
  bucket: string,
): (event: HttpEvent) => Promise<APIGatewayProxyStructuredResultV2> {
  return async ({ body = "{}", headers, requestContext }) => {
    try {
      const event = JSON.parse(body) as Record<string, unknown>;
      event["event_timestamp"] ??= new Date().toISOString();
      event["client_id"] ??= headers["x-client-id"];
      event["session_id"] ??= headers["x-session-id"];
      event["user_login_state"] ??= headers.authorization === undefined ? "anonymous" : "logged_in";
      event["identity_source"] ??= headers.authorization === undefined ? "none" : "token";
      const [day = ""] = new Date().toISOString().split("T");
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: `events/${day.replaceAll("-", "/")}/event-${randomUUID()}.json`,
          Body: JSON.stringify({ ...event, request_id: requestContext.requestId }),
          ContentType: "application/json",
        }),
      );
      return { statusCode: 200, body: JSON.stringify({ ok: true }) };
    } catch (error) {
      console.error(error instanceof Error ? error.name : error);
      return { statusCode: 500, body: JSON.stringify({ ok: false }) };
    }
  };
}
