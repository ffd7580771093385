/** Measures one contender: alone, and behind the gateway under autocannon. */
import autocannon from "autocannon";
import { percentile } from "../shared/statistics.ts";
import { startChild } from "./child-process.ts";
import type { Contender } from "./contenders.ts";
import type { HandlerRun, MemorySample } from "./measured-process.ts";
import { buildBody, HEADERS } from "./requests.ts";

export interface Metrics {
  readonly eventsACpuSecond: number;
  readonly eventsASecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Requests that were not answered 2xx. */
  readonly failed: number;
}

export async function measureAlone({ id }: Contender, endpoint: string, durationMs: number): Promise<Metrics> {
  const child = startChild("measured-process.ts", {
    CONTENDER: id,
    S3_ENDPOINT: endpoint,
    MODE: "alone",
    AMOUNT: String(durationMs),
  });
  const { cpuMs, events, latenciesMs, failed } = (await child.next()) as HandlerRun;
  await child.stop();
  return {
    eventsACpuSecond: events / (cpuMs / 1_000),
    eventsASecond: events / (durationMs / 1_000),
    ...readPercentiles(latenciesMs),
    failed,
  };
}

function readPercentiles(latenciesMs: readonly number[]): Pick<Metrics, "p50Ms" | "p95Ms" | "p99Ms"> {
  return {
    p50Ms: percentile(latenciesMs, 0.5),
    p95Ms: percentile(latenciesMs, 0.95),
    p99Ms: percentile(latenciesMs, 0.99),
  };
}

export async function measureGateway(
  { id, eventsARequest }: Contender,
  endpoint: string,
  durationMs: number,
): Promise<Metrics> {
  const child = startChild("measured-process.ts", { CONTENDER: id, S3_ENDPOINT: endpoint, MODE: "gateway" });
  const url = `${String(await child.next())}/clickstream`;
  const requests = Array.from({ length: 200 }, () => ({
    method: "POST" as const,
    path: "/clickstream",
    headers: HEADERS,
    body: buildBody(eventsARequest),
  }));
  /** autocannon's own summary knows no 95th percentile. */
  async function run(seconds: number): Promise<{ readonly result: autocannon.Result; readonly latenciesMs: number[] }> {
    const latenciesMs: number[] = [];
    const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>();
    autocannon({ url, connections: 16, duration: seconds, requests }, (error: Error | null, result) => {
      if (error) reject(error);
      else resolve(result);
    }).on("response", (_client, _status, _bytes, latencyMs) => latenciesMs.push(latencyMs));
    return { result: await promise, latenciesMs };
  }

  const readCpuMs = async (): Promise<number> => {
    const answer = child.next();
    child.send("cpu");
    return Number(await answer);
  };

  await run(1);
  const before = await readCpuMs();
  const { result, latenciesMs } = await run(durationMs / 1_000);
  const cpuMs = (await readCpuMs()) - before;
  child.send("stop");
  await child.stop();
  const events = result["2xx"] * eventsARequest;
  return {
    eventsACpuSecond: events / (cpuMs / 1_000),
    eventsASecond: events / result.duration,
    ...readPercentiles(latenciesMs),
    failed: result.non2xx + result.errors,
  };
}

export async function measureMemory(
  { id }: Contender,
  endpoint: string,
  eventCount: number,
): Promise<readonly MemorySample[]> {
  const env = { CONTENDER: id, S3_ENDPOINT: endpoint, MODE: "memory", AMOUNT: String(eventCount) };
  const child = startChild("measured-process.ts", env, ["--expose-gc"]);
  const samples = (await child.next()) as readonly MemorySample[];
  await child.stop();
  return samples;
}
