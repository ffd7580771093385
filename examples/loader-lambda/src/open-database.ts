/** Connects to the database with the password that the secret has now. */
import { readSqlState, type Database } from "../../warehouse/database/database.ts";
import { openPostgres } from "../../warehouse/database/postgres-database.ts";
import { buildDatabaseUrl, type Environment } from "./database-url.ts";

/** PostgreSQL's `invalid_password` and `invalid_authorization_specification`. */
const WRONG_PASSWORD = ["28P01", "28000"];

/**
 * Reads the secret once, and again when the database refuses its password: somebody has rotated it. `DATABASE_URL` needs no
 * secret, for databases without one.
 */
export function createDatabaseOpener(env: Environment, readSecret: () => Promise<string>): () => Promise<Database> {
  const { DATABASE_URL: url } = env;
  if (url) return () => openPostgres(url);

  let known: string | undefined;
  const open = async (): Promise<Database> => {
    known ??= await readSecret();
    return openPostgres(buildDatabaseUrl(env, known));
  };
  return async () => {
    const wasKnown = known !== undefined;
    try {
      return await open();
    } catch (error) {
      if (!wasKnown || !WRONG_PASSWORD.includes(readSqlState(error) ?? "")) throw error;
      known = undefined;
      return open();
    }
  };
}
