/** Builds the URL of the database from the settings of the function and the secret that they name. Pure. */
import { isJsonObject, type JsonObject } from "../../ingest-lambda/src/json.ts";

export type Environment = Readonly<Partial<Record<string, string>>>;

/**
 * A secret of RDS has `username` and `password`, and one that somebody made for a database also `host`, `port` and `dbname`.
 * What the environment says goes first.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 * @throws Error that names what is missing, never what is in the secret
 */
export function buildDatabaseUrl(env: Environment, secretText: string): string {
  const secret = parseSecret(secretText);
  const read = (name: string, field: string, fallback?: string): string => {
    const value = env[name] || secret[field] || fallback;
    if (typeof value !== "string" && typeof value !== "number") {
      throw new Error(`The database has no ${field}: set ${name}, or put it into the secret.`);
    }
    return String(value);
  };
  const url = new URL("postgres://host");
  url.hostname = read("DATABASE_HOST", "host");
  url.port = read("DATABASE_PORT", "port", "5432");
  url.pathname = `/${read("DATABASE_NAME", "dbname", "clickstream_dw")}`;
  url.username = encodeURIComponent(read("DATABASE_USER", "username"));
  url.password = encodeURIComponent(read("DATABASE_PASSWORD", "password"));
  // The certificate of RDS is checked against the authorities in NODE_EXTRA_CA_CERTS.
  url.searchParams.set("sslmode", env["DATABASE_SSLMODE"] || "verify-full");
  return url.href;
}

function parseSecret(text: string): JsonObject {
  try {
    const secret: unknown = JSON.parse(text);
    if (isJsonObject(secret)) return secret;
  } catch {
    // The error's message would quote the secret.
  }
  throw new Error("The secret of the database is no JSON object.");
}
