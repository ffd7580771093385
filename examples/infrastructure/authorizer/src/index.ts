/** The authorizer function: answers an HTTP API's authorizer request (payload format 2.0) by the secrets that it reads. */
import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult as Result,
} from "aws-lambda";
import { isAuthorized } from "./authorizer.ts";
import { createSecretsReader, fetchSecretText } from "./secrets.ts";

const { ORIGIN_SECRET_ID, API_KEYS_SECRET_ID } = process.env;

/** In the order of the identity sources in the templates. */
const secretIds = [ORIGIN_SECRET_ID, API_KEYS_SECRET_ID].filter((id) => id !== undefined && id !== "");

const readSecrets = createSecretsReader(fetchSecretText);

/** What the ingest is told. Only the authorizer can say it, so that it is true: request-facts.ts of the ingest reads it. */
interface Told {
  readonly via: "cloudfront" | "gateway";
}

/** If a secret can't be read, it throws, and the gateway answers 500: pages keep their events. */
export async function handler({
  identitySource,
}: Pick<APIGatewayRequestAuthorizerEventV2, "identitySource">): Promise<Result<Told>> {
  const accepted = await Promise.all(secretIds.map((id) => readSecrets(id ?? "")));
  const context: Told = { via: ORIGIN_SECRET_ID ? "cloudfront" : "gateway" };
  return { isAuthorized: isAuthorized(accepted, identitySource), context };
}
