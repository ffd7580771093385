/** The authorizer function: reads its secrets once and answers an HTTP API's authorizer request (payload format 2.0). */
import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerResult } from "aws-lambda";
import { isAuthorized, parseAcceptedSecrets } from "./authorizer.ts";

const { ORIGIN_SECRETS, API_KEYS } = process.env;

/** In the order of the identity sources in the templates. */
const accepted = parseAcceptedSecrets([ORIGIN_SECRETS, API_KEYS]);

export const handler = (
  event: Pick<APIGatewayRequestAuthorizerEventV2, "identitySource">,
): Promise<APIGatewaySimpleAuthorizerResult> =>
  Promise.resolve({ isAuthorized: isAuthorized(accepted, event.identitySource) });
