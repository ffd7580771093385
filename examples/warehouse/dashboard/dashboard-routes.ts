/** Serves the dashboard and its answers. Whoever asks makes the loader run first, so that the answer is of now. */
import type { FastifyInstance } from "fastify";
import { buildContentSecurityPolicy } from "../../web/content-security-policy.ts";
import type { Database } from "../database/database.ts";
import { load } from "../load/loader.ts";
import type { ObjectSource } from "../sources/object-source.ts";
import { ensureSchema } from "../database/schema.ts";
import { askAll, type Answers } from "./answers.ts";
import { buildDashboardPage } from "./dashboard-page.ts";

export interface DashboardOptions {
  readonly source: ObjectSource;
  /** Is asked when somebody opens the dashboard: a stack that nobody asks has no database. */
  readonly openDatabase: () => Promise<Database>;
  /** Names the store, in words. */
  readonly where: string;
}

export function registerDashboard(app: FastifyInstance, options: DashboardOptions): void {
  const { source, openDatabase, where } = options;
  let database: Promise<Database> | undefined;
  let running: Promise<Answers> | undefined;

  const prepare = async (): Promise<Database> => {
    const opened = await openDatabase();
    await ensureSchema(opened);
    return opened;
  };
  const answer = async (): Promise<Answers> => {
    database ??= prepare();
    try {
      const warehouse = await database;
      return await askAll(warehouse, await load({ source, database: warehouse }));
    } catch (error) {
      // A connection that failed may be gone for good: the next one to ask begins with a new one.
      await database.then((broken) => broken.close()).catch(() => undefined);
      database = undefined;
      throw error;
    }
  };

  app.get("/dashboard", (_, reply) =>
    reply
      .header("content-security-policy", buildContentSecurityPolicy())
      .type("text/html; charset=utf-8")
      .send(buildDashboardPage(where)),
  );
  app.get("/dashboard/answers", async (_, reply) => {
    // One connection takes one question at a time: who asks meanwhile gets the same answer.
    running ??= answer().finally(() => (running = undefined));
    try {
      return await running;
    } catch (error) {
      return reply.code(503).send({ message: error instanceof Error ? error.message : String(error) });
    }
  });
  app.addHook("onClose", async () => {
    await running?.catch(() => undefined);
    await database?.then((opened) => opened.close()).catch(() => undefined);
  });
}
