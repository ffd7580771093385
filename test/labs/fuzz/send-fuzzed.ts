/** Sends fuzzed requests through the handler, and collects what it answers, what it stores and what must not be. */
import fc from "fast-check";
import { findFuzzFaults, fuzzedRequest } from "../../support/fuzzed-requests.ts";
import { createTestIngest } from "../../support/test-ingest.ts";

export interface Fuzzed {
  readonly requests: number;
  /** Events that the handler could read. */
  readonly received: number;
  /** How often each status, and each reason to refuse a request or an event, was answered. */
  readonly answers: ReadonlyMap<string, number>;
  /** Events of which something was changed or taken out. */
  readonly changed: number;
  readonly faults: readonly string[];
  /** The first stored line of each event, by its id. */
  readonly lines: ReadonlyMap<string, string>;
}

/** More at once would only need memory. */
const CHUNK = 1_000;

export async function sendFuzzed(requests: number, seed: number): Promise<Fuzzed> {
  const answers = new Map<string, number>();
  const count = (answer: string): void => {
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  };
  const lines = new Map<string, string>();
  const faults: string[] = [];
  let received = 0;
  let changed = 0;
  for (let sent = 0; sent < requests; sent += CHUNK) {
    const chunk = fc.sample(fuzzedRequest, { seed: seed + sent, numRuns: Math.min(CHUNK, requests - sent) });
    for (const request of chunk) {
      const ingest = createTestIngest();
      const reply = await ingest.send(request);
      count(`status ${String(reply.status)}`);
      for (const { codes, received: events = 0 } of ingest.log) {
        received += events;
        for (const [code, times] of Object.entries(codes)) for (let time = 0; time < times; time += 1) count(code);
      }
      const found = findFuzzFaults(request, reply, ingest);
      faults.push(...found.map((fault) => `${fault}, for ${String(request.body).slice(0, 300)}`));
      for (const event of ingest.events()) {
        changed += Number(event._ingest["original"] !== undefined);
        const id = String(event["event_id"]);
        const line = [...ingest.objects].find(([key]) => key.includes(id))?.[1];
        if (line !== undefined && !lines.has(id)) lines.set(id, line);
      }
    }
  }
  return { requests, received, answers, changed, faults, lines };
}
