/** Collects the facts about a request that are stored with its events. Pure. */
import { isIP } from "node:net";
import { MAX_HEADER_CHARS } from "../limits.ts";
import type { HttpEvent } from "./http-event.ts";
import { findIdentity, type RequestIdentity } from "./identity.ts";
import type { OriginVerdict } from "./origin.ts";
import type { TokenState, TokenVerdict } from "./token.ts";

export interface RequestFacts {
  readonly requestId: string;
  readonly receivedAtMs: number;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  readonly origin: string | undefined;
  readonly isOriginVerified: boolean;
  /** The browser sent `Sec-GPC: 1`, its visitor's wish that no data is sold or shared: https://w3c.github.io/gpc/ */
  readonly hasOptedOut: boolean;
  /** As they came: anybody can send headers, and nothing has checked their form. */
  readonly headerIds: { readonly client_id: string | undefined; readonly session_id: string | undefined };
  readonly token: TokenState | undefined;
  readonly identity: RequestIdentity | undefined;
}

export interface Judged {
  readonly origin: OriginVerdict;
  readonly token: TokenVerdict | undefined;
  readonly receivedAtMs: number;
}

export function readRequestFacts(event: HttpEvent, { origin, token, receivedAtMs }: Judged): RequestFacts {
  const { headers, requestContext } = event;
  return {
    requestId: requestContext.requestId,
    receivedAtMs,
    sourceIp: readSourceIp(event),
    userAgent: shorten(headers["user-agent"]),
    origin: shorten(headers.origin),
    isOriginVerified: origin === "verified",
    hasOptedOut: headers["sec-gpc"] === "1",
    headerIds: { client_id: headers["x-client-id"], session_id: headers["x-session-id"] },
    token: token?.kind === "fault" ? token.reason : token?.kind,
    identity: findIdentity(event, token),
  };
}

/**
 * Behind CloudFront the gateway sees CloudFront's address, and CloudFront sends that of the visitor. Anybody can send the
 * header, so it counts only where the authorizer says that the request has CloudFront's secret.
 */
function readSourceIp({ headers, requestContext }: HttpEvent): string {
  const viewerAddress = headers["clickstream-viewer-address"];
  const isThroughCloudFront = requestContext.authorizer?.lambda?.via === "cloudfront";
  return isThroughCloudFront && viewerAddress !== undefined && isIP(viewerAddress) !== 0
    ? viewerAddress
    : requestContext.http.sourceIp;
}

/** The cut may split a surrogate pair, and PostgreSQL refuses a row that holds half of one. */
function shorten(header: string | undefined): string | undefined {
  return header?.slice(0, MAX_HEADER_CHARS).toWellFormed();
}
