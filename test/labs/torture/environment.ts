/** What a scenario runs in: a site, a failing collector, the real ingest and a visitor's browser. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCollector, type Collector } from "./collector.ts";
import type { Tab, TortureEngine, Visitor } from "./engines/engine.ts";
import { startIngest, type Ingest } from "./ingest.ts";
import { buildPath, type Plan, type Tracked } from "./plan.ts";
import type { Scale } from "./scale.ts";
import { startSite, type Site } from "./site.ts";

/** What a page does, except for what the environment knows by itself. */
export type Task = Partial<Omit<Plan, "endpoint" | "first">>;

export interface Page {
  readonly tab: Tab;
  /** Resolves when all is tracked. */
  readonly tracked: () => Promise<Tracked>;
}

export interface Environment {
  readonly scale: Scale;
  readonly site: Site;
  readonly collector: Collector;
  readonly ingest: Ingest;
  /** The visitor's browser, unless the scenario opens one of its own. */
  readonly visitor: Visitor;
  /** Opens a page that tracks. Without a task: as many events as the scale says, and its pauses. */
  visit(task?: Task, visitor?: Visitor): Promise<Page>;
  /** The address of the page on which the visitor comes back. It tracks a page view, which has no number. */
  nextUrl(): string;
  openBlocked(): Promise<Visitor>;
  /** Each call opens the same profile, so that a killed browser finds again what it had. */
  openProfile(): Promise<Visitor>;
  /** One whose tabs may crash. @param tabs the most that will be opened */
  openCrashable(tabs: number): Promise<Visitor>;
  /** Events that pages were told to track. */
  events(): number;
  close(): Promise<void>;
}

export interface EnvironmentParts {
  readonly scale: Scale;
  readonly engine: TortureEngine;
  readonly visitor: Visitor;
  /** The HTML of the page. */
  readonly page: string;
}

const TRACKED_WITHIN_MS = 60_000;

/** All ports are new, so that each scenario has an origin that nobody has visited. */
export async function createEnvironment({
  scale,
  engine,
  visitor: usual,
  page,
}: EnvironmentParts): Promise<Environment> {
  const [site, ingest] = await Promise.all([startSite(page), startIngest()]);
  const collector = await startCollector(ingest.url);
  const profile = await mkdtemp(join(tmpdir(), "clickstream-torture-"));
  const opened: Visitor[] = [];
  let events = 0;
  let host = "";

  const addressOf = (task: Task): string => {
    const plan: Plan = {
      endpoint: collector.endpoint,
      first: events,
      count: scale.events,
      everyMs: scale.everyMs,
      hops: 1,
      storage: "works",
      isKeepaliveQuotaTaken: false,
      host,
      isTrackedWhileLeaving: false,
      session: "",
      requestTimeoutMs: scale.requestTimeoutMs,
      flushIntervalMs: 1_000,
      ...task,
    };
    // The visitor's next page is one of the same site.
    host = plan.host;
    events += plan.count * plan.hops;
    return site.url + buildPath(plan);
  };
  const keep = async (opening: Promise<Visitor>): Promise<Visitor> => {
    const visitor = await opening;
    opened.push(visitor);
    return visitor;
  };

  return {
    scale,
    site,
    collector,
    ingest,
    visitor: usual,
    async visit(task = {}, visitor = usual) {
      const url = addressOf(task);
      const last = events - (task.count ?? scale.events);
      const tab = await visitor.openTab(url);
      return { tab, tracked: () => site.tracked(last, TRACKED_WITHIN_MS) };
    },
    nextUrl: () => addressOf({ count: 0, everyMs: 0 }),
    openBlocked: () => keep(engine.openBlocked(profile)),
    openProfile: () => keep(engine.openProfile(profile)),
    openCrashable: (tabs) => keep(engine.openCrashable(profile, tabs)),
    events: () => events,
    async close() {
      for (const visitor of opened) await visitor.close();
      await Promise.all([site.close(), collector.close(), ingest.close()]);
      await rm(profile, { recursive: true, force: true });
    },
  };
}
