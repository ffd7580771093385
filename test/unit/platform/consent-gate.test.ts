/** Proves that an open consent gate lets everything through, and a closed one nothing. */
import { describe, expect, test, vi } from "vitest";
import { createConsentGate } from "../../../src/platform/consent-gate.ts";
import { createTestPlatform, memoryStore } from "../../support/test-platform.ts";

const REQUEST = {
  endpoint: "https://ingest.example/clickstream",
  body: '{"events":[{"event_seq":1}]}',
  requestTimeoutMs: 1,
  compress: false,
  credentials: "omit",
  keepalive: false,
} as const;

function open(readDecision: () => void = () => undefined) {
  const destroy = vi.fn();
  const base = createTestPlatform({ local: memoryStore({ client_id: "earlier" }), hasFetchLater: true });
  const real = { ...base, openDurable: () => ({ ...base.openDurable(), destroy }) };
  return { real, destroy, gate: createConsentGate(real, readDecision) };
}

describe("a consent gate", () => {
  test("that is open keeps and sends", async () => {
    const { real, gate } = open();
    gate.platform.local.write("local", "1");
    gate.platform.session.write("session", "1");
    gate.platform.openDurable().write("queue", "1");
    expect(gate.platform.local.read("client_id")).toBe("earlier");
    expect(gate.platform.local.keys("").length).toBe(3);
    expect(real.local.read("local")).toBe("1");
    expect(real.session.read("session")).toBe("1");
    expect(real.local.read("queue")).toBe("1");
    await gate.platform.send(REQUEST);
    expect(real.requests).toHaveLength(1);
  });

  test.each([true, false])("that is closed lets nothing in or out: refused %s", async (wasRefused) => {
    const { real, destroy, gate } = open();
    const stores = [gate.platform.local, gate.platform.session, gate.platform.openDurable()];
    gate.platform.local.write("key", "1");
    const kept = real.local.keys("");
    gate.close(wasRefused);

    for (const store of stores) {
      store.write("late", "1");
      store.remove("key");
      expect([store.read("key"), store.keys("")]).toEqual([undefined, []]);
    }
    expect([...real.local.keys(""), ...real.session.keys("")]).toEqual(kept);
    expect(await gate.platform.send(REQUEST)).toEqual({ status: 0 });
    expect(real.requests).toEqual([]);
    expect(destroy).toHaveBeenCalledTimes(wasRefused ? 1 : 0);
  });

  test.each([true, false])("takes back what was left with the browser when it closes: refused %s", (wasRefused) => {
    const { real, gate } = open();
    gate.platform.sendLater?.(REQUEST);
    gate.close(wasRefused);
    gate.platform.sendLater?.(REQUEST);
    expect(real.leftBehind()).toEqual([[1], [], []]);
  });

  test("reads the decision before a request, when its body is ready, and when it is answered", async () => {
    const readDecision = vi.fn();
    const { real, gate } = open(readDecision);
    const answered = gate.platform.send(REQUEST);
    expect(readDecision).toHaveBeenCalledTimes(1);
    expect(real.requests[0]?.mayStart?.()).toBe(true);
    await answered;
    expect(readDecision).toHaveBeenCalledTimes(3);
    gate.close(true);
    expect(real.requests[0]?.mayStart?.()).toBe(false);
  });

  test("runs as if it were another moment, and then no more", () => {
    const { real, gate } = open();
    const { now, elapsed, page } = gate.platform;
    const moment = { nowMs: 1, elapsedMs: 2, page: { ...real.page(), page_title: "Then" } };
    const seen: unknown[] = [];
    gate.runAt(moment, () => seen.push(now(), elapsed(), page()));
    expect(seen).toEqual([1, 2, moment.page]);
    expect([now(), elapsed(), page()]).toEqual([real.now(), real.elapsed(), real.page()]);
  });
});
