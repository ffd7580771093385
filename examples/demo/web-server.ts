/** Starts the server for everything that a browser opens: the shop, the live page and the dashboard. */
import { fastify } from "fastify";
import { listen } from "../web/listen.ts";
import { answerToOwnHosts } from "../web/own-hosts.ts";
import { buildAssets } from "./assets.ts";
import { registerReload } from "./dev-reload.ts";
import { registerOutage, type Outage } from "./outage.ts";
import { registerLive, type LiveOptions } from "./live/live-routes.ts";
import { registerShop } from "./shop/shop-routes.ts";
import { registerDashboard, type DashboardOptions } from "../warehouse/dashboard/dashboard-routes.ts";

export interface WebServerOptions extends LiveOptions, DashboardOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Where the shop's tracker sends its events. */
  readonly endpoint: string;
  readonly outage: Outage;
  /** Open pages reload when the server has restarted. */
  readonly reloads: boolean;
  /** Names that the server answers to, besides those of this machine. @default none */
  readonly hostNames?: readonly string[] | undefined;
}

export interface WebServer {
  /** `http://127.0.0.1:4000`, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** @throws Error that names the port, if it is taken. */
export async function startWebServer({
  port,
  endpoint,
  reloads,
  outage,
  hostNames,
  ...rest
}: WebServerOptions): Promise<WebServer> {
  const assets = await buildAssets({ reloads });
  // An open live page never ends its connection, so the server does when it closes.
  const app = fastify({ forceCloseConnections: true });
  answerToOwnHosts(app, hostNames);
  app.addHook("onRequest", (_, reply, done) => {
    reply.header("x-content-type-options", "nosniff");
    done();
  });
  app.get<{ Params: { name: string } }>("/assets/:name", ({ params }, reply) => {
    const asset = assets.get(params.name);
    return asset ? reply.type(`${asset.type}; charset=utf-8`).send(asset.body) : reply.callNotFound();
  });
  registerShop(app, endpoint);
  registerOutage(app, outage);
  await registerLive(app, rest);
  registerDashboard(app, rest);
  if (reloads) registerReload(app);
  return { url: await listen(app, port), close: () => app.close() };
}
