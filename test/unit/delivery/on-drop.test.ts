/** Proves that a page may track its own drops: each is reported once, and what it tracks of them is not. */
import { describe, expect, test, vi } from "vitest";
import { acknowledge, answered } from "../../support/test-platform.ts";
import { openPage } from "./open-page.ts";

/** Opens a page that tracks each drop, and counts them. */
function openReporting() {
  const onDrop = vi.fn(() => page.tracker.track("search", { query: "dropped" }));
  const page = openPage({ onDrop });
  return { ...page, onDrop };
}

describe("onDrop that tracks an event itself", () => {
  test("is not called for what it tracked, where no more events may wait", async () => {
    const { platform, tracker, trackMany, onDrop } = openReporting();
    platform.answerWith(answered(503, "", "3600"));
    trackMany(1_999);
    await platform.advance(60_000);
    const before = onDrop.mock.calls.length;
    trackMany(25);
    await platform.advance(60_000);

    const { tracked, waiting, dropped } = tracker.stats();
    expect(onDrop.mock.calls.length - before).toBeGreaterThan(0);
    expect(onDrop.mock.calls.length - before).toBeLessThanOrEqual(30);
    expect(tracked).toBe(1_999 + 25 + onDrop.mock.calls.length);
    const droppedInAll = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    expect(waiting + droppedInAll).toBe(tracked);
  });

  test("is not called for what it tracked, where the endpoint rejects everything", async () => {
    const { platform, trackMany, onDrop } = openReporting();
    const send = platform.send.bind(platform);
    platform.send = async (request) => {
      await send(request);
      const batch = platform.batches().at(-1);
      if (batch === undefined) throw new Error("no batch");
      return acknowledge(batch, { rejected: batch.events.map(({ event_id }) => ({ event_id, code: "opted_out" })) });
    };
    trackMany(3);
    await platform.advance(600_000);
    expect(onDrop).toHaveBeenCalledTimes(3);
    expect(platform.sent()).toHaveLength(6);
  });

  test("is called again for later drops", async () => {
    const { platform, tracker, onDrop } = openReporting();
    const trackWrong = tracker.track as (name: string) => void;
    trackWrong("Wrong Name");
    await platform.advance(1_000);
    trackWrong("Wrong Name");
    await platform.advance(1_000);
    expect(onDrop).toHaveBeenCalledTimes(2);
    expect(platform.sent()).toHaveLength(2);
  });
});
