/** The facts about a request that its events are enriched with. Pure. */
import type {
  APIGatewayEventRequestContextJWTAuthorizer,
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2WithRequestContext,
} from "aws-lambda";
import { MAX_HEADER_CHARS } from "../limits.ts";
import type { OriginVerdict } from "./origin.ts";
import { judgeToken, type TokenState } from "./token.ts";
import { findWitness, type Witness } from "./verified-identity.ts";

/** An HTTP API's event in payload format 2.0, with or without a JWT authorizer in front. */
export type HttpEvent = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & {
    readonly authorizer?: Partial<APIGatewayEventRequestContextJWTAuthorizer>;
  }
>;

export interface RequestFacts {
  readonly requestId: string;
  readonly receivedAtMs: number;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  readonly origin: string | undefined;
  readonly isOriginVerified: boolean;
  /** The browser says that its visitor wants no data sold or shared: https://w3c.github.io/gpc/ */
  readonly hasOptedOut: boolean;
  /** Not checked yet: anybody can send headers. */
  readonly headerIds: { readonly client_id: string | undefined; readonly session_id: string | undefined };
  readonly token: TokenState | undefined;
  readonly witness: Witness | undefined;
}

export function readRequest(event: HttpEvent, origin: OriginVerdict, receivedAtMs: number): RequestFacts {
  const { headers, requestContext } = event;
  const token = judgeToken(event, receivedAtMs);
  return {
    requestId: requestContext.requestId,
    receivedAtMs,
    sourceIp: requestContext.http.sourceIp,
    userAgent: cut(headers["user-agent"]),
    origin: cut(headers.origin),
    isOriginVerified: origin === "verified",
    hasOptedOut: headers["sec-gpc"] === "1",
    headerIds: { client_id: headers["x-client-id"], session_id: headers["x-session-id"] },
    token,
    witness: findWitness(event, token),
  };
}

/** A cut may split a character in two, and half of one makes PostgreSQL refuse the row. */
function cut(header: string | undefined): string | undefined {
  return header?.slice(0, MAX_HEADER_CHARS).toWellFormed();
}
