/** Proves that a closed consent gate lets nothing through, and an open one everything. */
import { describe, expect, test } from "vitest";
import { createConsentGate } from "../../../src/platform/consent-gate.ts";
import { createTestPlatform, memoryStore } from "../../support/test-platform.ts";

const REQUEST = {
  endpoint: "https://ingest.example/clickstream",
  body: '{"events":[]}',
  requestTimeoutMs: 1,
  compress: false,
  credentials: "omit",
  keepalive: false,
} as const;

function open(entries: Readonly<Record<string, string>> = {}) {
  const real = createTestPlatform({ local: memoryStore(entries) });
  return { real, gate: createConsentGate(real) };
}

describe("a consent gate", () => {
  test("that was never open lets nothing in or out", async () => {
    const { real, gate } = open({ client_id: "earlier" });
    gate.platform.local.write("held", "1");
    expect(gate.platform.local.read("client_id")).toBeUndefined();
    expect(gate.platform.local.read("held")).toBe("1");
    expect(await gate.platform.send(REQUEST)).toEqual({ status: 0 });
    expect(real.local.keys("")).toEqual(["client_id"]);
    expect(real.requests).toEqual([]);
  });

  test("that opens lets out what was held, but not over what an earlier consent has kept", async () => {
    const { real, gate } = open({ client_id: "earlier" });
    gate.platform.local.write("client_id", "held");
    gate.platform.session.write("session_id", "held");
    gate.platform.openDurable().write("queue", "held");
    gate.open();

    expect(real.local.read("client_id")).toBe("earlier");
    expect(real.session.read("session_id")).toBe("held");
    expect(real.local.read("queue")).toBe("held");
    await gate.platform.send(REQUEST);
    expect(real.requests).toHaveLength(1);
  });

  test.each(["never", "before"])(
    "that is closed forgets what it held, and writes nothing more: open %s",
    async (when) => {
      const { real, gate } = open();
      if (when === "before") gate.open();
      gate.platform.local.write("key", "1");
      const kept = real.local.keys("");
      gate.close();

      expect(gate.platform.local.keys("")).toEqual([]);
      expect(gate.platform.local.read("key")).toBeUndefined();
      for (const store of [gate.platform.local, gate.platform.session, gate.platform.openDurable()]) {
        store.write("late", "1");
        store.remove("key");
      }
      expect([...real.local.keys(""), ...real.session.keys("")]).toEqual(kept);
      expect(await gate.platform.send(REQUEST)).toEqual({ status: 0 });
      expect(real.requests).toEqual([]);
    },
  );
});
