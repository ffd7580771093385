/** Starts the whole demo on one machine: shop, live page, dashboard, gateway, ingest, store. */
import { join } from "node:path";
import { createHandler } from "../ingest-lambda/src/handler.ts";
import { createLogReport } from "../ingest-lambda/src/answer/telemetry.ts";
import { chooseStore } from "./storage/choose-store.ts";
import { readRules } from "../ingest-lambda/src/settings.ts";
import { toCorsOrigins } from "../ingest-lambda/src/request/allowed-origins.ts";
import { OPEN_CORS } from "./gateway/cors.ts";
import { startGateway } from "./gateway/gateway.ts";
import { chooseDashboard, chooseFeed } from "./choose-readers.ts";
import { createOutage } from "./outage.ts";
import { startWebServer } from "./web-server.ts";

export interface StackOptions {
  /** Port of the shop, the live page and the dashboard; 0 takes any free one. */
  readonly port: number;
  /** Port of the ingest; 0 takes any free one. */
  readonly ingestPort: number;
  /** Holds the access log and, unless `env` names an S3 server, the events. */
  readonly folder: string;
  /**
   * `AWS_ENDPOINT_URL_S3` and `RAW_BUCKET_NAME` choose a bucket instead of the folder. `TOKEN_ISSUER`, `TOKEN_AUDIENCE`,
   * `ALLOWED_ORIGINS` and the other rules of the function hold here, too.
   */
  readonly env: Readonly<Partial<Record<string, string>>>;
  /** Open pages reload when the server has restarted. @default false */
  readonly reloads?: boolean;
  /** Names that shop, live page and dashboard answer to, besides those of this machine. @default none */
  readonly hostNames?: readonly string[];
}

export interface Stack {
  readonly shopUrl: string;
  readonly liveUrl: string;
  readonly dashboardUrl: string;
  readonly ingestUrl: string;
  /** Where the events are, as text for people: the bucket's folder, or the bucket and its server. */
  readonly where: string;
  readonly folder: string;
  close(): Promise<void>;
}

/** @throws Error that names the port, if one is taken. Everything is stopped then. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { port, ingestPort, folder, env, reloads = false, hostNames } = options;
  const chosen = chooseStore(env, folder);
  const { where, store } = chosen;
  const rules = readRules(env);
  const report = createLogReport();
  const outage = createOutage();
  const gateway = await startGateway({
    port: ingestPort,
    cors: { ...OPEN_CORS, allowOrigins: toCorsOrigins(rules.allowedOrigins) },
    handler: createHandler({
      ...rules,
      store,
      // The access log has every request. The terminal shows warnings and errors only.
      log(entry) {
        if (entry.level !== "info") report(entry);
      },
    }),
    accessLog: join(folder, "access.log"),
    isOffline: () => outage.isOn(),
  });
  const ingestUrl = `${gateway.url}/clickstream`;
  try {
    const feed = chooseFeed(chosen, env);
    const dashboard = chooseDashboard(chosen, env);
    const web = await startWebServer({
      port,
      endpoint: ingestUrl,
      reloads,
      hostNames,
      feed,
      where,
      outage,
      ...dashboard,
    });
    const close = async (): Promise<void> => {
      await Promise.all([web.close(), gateway.close()]);
    };
    const urls = {
      shopUrl: `${web.url}/`,
      liveUrl: `${web.url}/live`,
      dashboardUrl: `${web.url}/dashboard`,
      ingestUrl,
    };
    return { ...urls, where, folder, close };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}
