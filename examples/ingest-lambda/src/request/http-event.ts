/** What API Gateway hands to the function: an HTTP API's event in payload format 2.0. */
import type {
  APIGatewayEventRequestContextJWTAuthorizer,
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2WithRequestContext,
} from "aws-lambda";

/** With or without an authorizer in front. */
export type HttpEvent = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & {
    readonly authorizer?: Partial<APIGatewayEventRequestContextJWTAuthorizer> & {
      /** What the authorizer in examples/infrastructure says of a request. */
      readonly lambda?: { readonly via?: string } | null;
    };
  }
>;
