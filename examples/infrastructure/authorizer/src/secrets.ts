/** Reads secrets from Secrets Manager, and keeps them for a while. */
import { AwsClient } from "aws4fetch";
import { parseSecrets } from "./authorizer.ts";

/** By the secret's ARN. */
export type ReadSecrets = (secretId: string) => Promise<readonly string[]>;

/** A secret that was exchanged is known after this time, without a deploy. */
const KEEP_FOR_MS = 300_000;

/** The function has 3 s. */
const TIMEOUT_MS = 2_000;

interface Kept {
  readonly secrets: readonly string[];
  readonly readAtMs: number;
}

/** While Secrets Manager fails, the secrets that were read before stay accepted. @throws Error if there are none */
export function createSecretsReader(fetchSecret: (id: string) => Promise<string>, now = Date.now): ReadSecrets {
  const kept = new Map<string, Kept>();
  return async (id) => {
    const last = kept.get(id);
    if (last !== undefined && now() - last.readAtMs < KEEP_FOR_MS) return last.secrets;
    try {
      const secrets = parseSecrets(await fetchSecret(id));
      kept.set(id, { secrets, readAtMs: now() });
      return secrets;
    } catch (error) {
      if (last === undefined) throw error;
      return last.secrets;
    }
  };
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export async function fetchSecretText(secretId: string): Promise<string> {
  // Lambda sets these, and renews the keys for each new instance of the function.
  const {
    AWS_ACCESS_KEY_ID = "",
    AWS_SECRET_ACCESS_KEY = "",
    AWS_SESSION_TOKEN,
    AWS_REGION = "us-east-1",
  } = process.env;
  const host = `https://secretsmanager.${AWS_REGION}.amazonaws.com${AWS_REGION.startsWith("cn-") ? ".cn" : ""}/`;
  const client = new AwsClient({
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
    service: "secretsmanager",
    region: AWS_REGION,
    retries: 2,
  });
  const response = await client.fetch(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? host, {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "secretsmanager.GetSecretValue" },
    body: JSON.stringify({ SecretId: secretId }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { SecretString, __type } = (await response.json()) as Readonly<Record<string, string | undefined>>;
  if (SecretString === undefined) throw new Error(`Secrets Manager answered ${__type ?? String(response.status)}`);
  return SecretString;
}
