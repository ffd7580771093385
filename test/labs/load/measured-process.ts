/** The process that is measured: one handler, alone or behind the local gateway. Environment variables and messages say what to do. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { startGateway } from "../../../examples/demo/gateway/gateway.ts";
import { CONTENDERS } from "./contenders.ts";
import { buildBody, buildRequest } from "./requests.ts";

export interface HandlerRun {
  readonly cpuMs: number;
  readonly events: number;
  readonly latenciesMs: readonly number[];
  /** Requests that were not answered 200. */
  readonly failed: number;
}
export interface MemorySample {
  readonly events: number;
  readonly heapMb: number;
  readonly rssMb: number;
}

const { CONTENDER, S3_ENDPOINT = "", MODE, AMOUNT = "0" } = process.env;
const contender = CONTENDERS.find(({ id }) => id === CONTENDER);
if (contender === undefined) throw new Error(`There is no contender ${String(CONTENDER)}.`);
const { eventsARequest } = contender;
const handler = contender.create(S3_ENDPOINT);

/** As many requests under way as keep the process busy while the store waits. */
const PARALLEL = 16;
const context = { getRemainingTimeInMillis: () => 10_000 };

const bodies = Array.from({ length: 200 }, () => buildBody(eventsARequest));

/** Calls the handler until `isEnough`, and returns how long each call took, and how many failed. */
async function call(isEnough: (calls: number) => boolean): Promise<Pick<HandlerRun, "latenciesMs" | "failed">> {
  const latenciesMs: number[] = [];
  let calls = 0;
  let failed = 0;
  async function work(): Promise<void> {
    while (!isEnough(calls)) {
      const request = buildRequest(bodies[calls % bodies.length] ?? "");
      calls += 1;
      const startedAtMs = performance.now();
      const answer = (await handler(request, context)) as APIGatewayProxyStructuredResultV2;
      if (answer.statusCode !== 200) failed += 1;
      latenciesMs.push(performance.now() - startedAtMs);
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return { latenciesMs, failed };
}

const forMs = (ms: number): (() => boolean) => {
  const endMs = performance.now() + ms;
  return () => performance.now() >= endMs;
};
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

async function runAlone(durationMs: number): Promise<HandlerRun> {
  await call(forMs(1_000));
  const before = cpuMs();
  const { latenciesMs, failed } = await call(forMs(durationMs));
  return { cpuMs: cpuMs() - before, events: (latenciesMs.length - failed) * eventsARequest, latenciesMs, failed };
}

async function runMemory(eventCount: number): Promise<readonly MemorySample[]> {
  const samples: MemorySample[] = [];
  const steps = 10;
  for (let step = 1; step <= steps; step += 1) {
    await call((calls) => calls >= eventCount / steps / eventsARequest);
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    samples.push({ events: (eventCount / steps) * step, heapMb: heapUsed / 2 ** 20, rssMb: rss / 2 ** 20 });
  }
  return samples;
}

async function serve(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "clickstream-load-"));
  const { url, close } = await startGateway({ port: 0, handler, accessLog: join(folder, "access.log") });
  process.send?.(url);
  process.on("message", (message) => {
    if (message === "cpu") process.send?.(cpuMs());
    if (message !== "stop") return;
    void close().then(() => {
      rmSync(folder, { recursive: true });
      process.exit();
    });
  });
}

process.once("disconnect", () => process.exit());
if (MODE === "gateway") await serve();
else {
  process.send?.(MODE === "memory" ? await runMemory(Number(AMOUNT)) : await runAlone(Number(AMOUNT)));
  process.disconnect();
}
