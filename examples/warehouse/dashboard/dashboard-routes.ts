/** Serves the dashboard and its answers. A request for answers runs the loader first, unless that takes too long. */
import type { FastifyInstance } from "fastify";
import { buildContentSecurityPolicy } from "../../web/content-security-policy.ts";
import type { Database } from "../database/database.ts";
import { ensureSchema } from "../database/schema.ts";
import { EMPTY_REPORT, type LoadReport } from "../load/load-report.ts";
import { load } from "../load/loader.ts";
import type { ObjectSource } from "../sources/object-source.ts";
import { queryAnswers, type Answers } from "./answers.ts";
import { buildDashboardPage } from "./dashboard-page.ts";
import { nextLoadMs } from "./load-pace.ts";

export interface DashboardOptions {
  readonly source: ObjectSource;
  /** Is called at the first request for answers: a demo whose dashboard nobody opens needs no database. */
  readonly openDatabase: () => Promise<Database>;
  /** Names the source for people. */
  readonly where: string;
  /** Milliseconds by a clock that does not jump. @default performance.now */
  readonly now?: () => number;
}

export function registerDashboard(app: FastifyInstance, options: DashboardOptions): void {
  const { source, openDatabase, where, now = () => performance.now() } = options;
  let database: Promise<Database> | undefined;
  let running: Promise<Answers> | undefined;
  let loaded: LoadReport = EMPTY_REPORT;
  let loadsAtMs = 0;

  const prepare = async (): Promise<Database> => {
    const opened = await openDatabase();
    await ensureSchema(opened);
    return opened;
  };
  const loadNew = async (warehouse: Database): Promise<LoadReport> => {
    const beganMs = now();
    if (beganMs < loadsAtMs) return loaded;
    loaded = await load({ source, database: warehouse });
    loadsAtMs = nextLoadMs(beganMs, now());
    return loaded;
  };
  const answer = async (): Promise<Answers> => {
    database ??= prepare();
    try {
      const warehouse = await database;
      return await queryAnswers(warehouse, await loadNew(warehouse));
    } catch (error) {
      // The connection may be broken for good, so the next request opens a new one.
      await database.then((broken) => broken.close()).catch(() => undefined);
      database = undefined;
      loadsAtMs = 0;
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
    // The connection runs one query at a time. Requests that come meanwhile get the same answers.
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
