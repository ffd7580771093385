/** Everything that runs on a laptop, joined: shop, live page, dashboard, gateway, ingest, store. */
import { join } from "node:path";
import { createHandler } from "../ingest-lambda/src/handler.ts";
import { createLogReport } from "../ingest-lambda/src/answer/telemetry.ts";
import { chooseFeed } from "./live/choose-feed.ts";
import { chooseStore } from "./gateway/choose-store.ts";
import { startGateway } from "./gateway/gateway.ts";
import { chooseDashboard } from "./choose-dashboard.ts";
import { startWebServer } from "./web-server.ts";

export interface StackOptions {
  /** Port of the shop, the live page and the dashboard; 0 takes any free one. */
  readonly port: number;
  /** Port of the ingest; 0 takes any free one. */
  readonly ingestPort: number;
  /** For the access log and, unless `env` names an S3 server, for the events. */
  readonly folder: string;
  /** `AWS_ENDPOINT_URL_S3` and `RAW_BUCKET_NAME` choose a bucket in place of the folder. */
  readonly env: Readonly<Partial<Record<string, string>>>;
}

export interface Stack {
  readonly shopUrl: string;
  readonly liveUrl: string;
  readonly dashboardUrl: string;
  readonly ingestUrl: string;
  /** Where the events are, in words: the folder of the bucket, or the bucket and its server. */
  readonly where: string;
  readonly folder: string;
  close(): Promise<void>;
}

/** @throws Error that names the port, if one is taken. Nothing is left running then. */
export async function startStack({ port, ingestPort, folder, env }: StackOptions): Promise<Stack> {
  const chosen = chooseStore(env, folder);
  const { where, store } = chosen;
  const report = createLogReport();
  const gateway = await startGateway({
    port: ingestPort,
    handler: createHandler({
      store,
      // The access log has every request; a terminal is for what somebody should look at.
      log(entry) {
        if (entry.level !== "info") report(entry);
      },
    }),
    accessLog: join(folder, "access.log"),
  });
  const ingestUrl = `${gateway.url}/clickstream`;
  try {
    const feed = chooseFeed(chosen, env);
    const web = await startWebServer({ port, endpoint: ingestUrl, feed, where, ...chooseDashboard(chosen, env) });
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
