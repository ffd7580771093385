/** The facts about a request that its events are enriched with. Pure. */
import type {
  APIGatewayEventRequestContextJWTAuthorizer,
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2WithRequestContext,
} from "aws-lambda";
import { MAX_HEADER_CHARS } from "./limits.ts";
import type { OriginVerdict } from "./origin.ts";
import { findWitness, type Witness } from "./witness.ts";

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
  /** Not checked yet: anybody can send headers. */
  readonly headerIds: { readonly client_id: string | undefined; readonly session_id: string | undefined };
  readonly witness: Witness | undefined;
}

export function readRequest(event: HttpEvent, origin: OriginVerdict, receivedAtMs: number): RequestFacts {
  const { headers, requestContext } = event;
  return {
    requestId: requestContext.requestId,
    receivedAtMs,
    sourceIp: requestContext.http.sourceIp,
    userAgent: headers["user-agent"]?.slice(0, MAX_HEADER_CHARS),
    origin: headers.origin?.slice(0, MAX_HEADER_CHARS),
    isOriginVerified: origin === "verified",
    headerIds: { client_id: headers["x-client-id"], session_id: headers["x-session-id"] },
    witness: findWitness(event),
  };
}
