/** Proves what a page sends when it is hidden, while it is, and for the case that it crashes. */
import { describe, expect, test } from "vitest";
import { answered } from "../../support/test-platform.ts";
import { openPage } from "./open-page.ts";

describe("a page that is hidden", () => {
  test("sends what is tracked after it was hidden at the end of its task, until it is seen again", async () => {
    const { platform, trackMany } = openPage();
    trackMany(1);
    await platform.emit("hidden");
    trackMany(2);
    await Promise.resolve();
    expect(platform.requests.map(({ keepalive }) => keepalive)).toEqual([true, true]);
    expect(platform.batches().map(({ events }) => events.length)).toEqual([1, 2]);

    await platform.emit("visible");
    trackMany(1);
    await Promise.resolve();
    expect(platform.requests).toHaveLength(2);
    await platform.advance(1_000);
    expect(platform.requests).toHaveLength(3);
  });

  test("sends nothing more than once, and nothing twice as much as an ordinary leave needs", async () => {
    const { platform, trackMany } = openPage();
    trackMany(3);
    await platform.emit("hidden");
    await platform.emit("hidden");
    await platform.advance(60_000);
    expect(platform.requests).toHaveLength(1);
  });

  test("keeps to the backoff of an outage with what is tracked afterwards", async () => {
    const { platform, trackMany } = openPage({}, { random: 0.999 });
    platform.answerWith(...Array.from({ length: 99 }, () => answered(503)));
    trackMany(1);
    await platform.advance(120_000);
    await platform.emit("hidden");
    const before = platform.requests.length;
    for (let second = 0; second < 30; second++) {
      trackMany(1);
      await platform.advance(1_000);
    }
    expect(platform.requests.length - before).toBeLessThanOrEqual(1);
  });

  test("sends no more event by event when the network has failed it", async () => {
    const { platform, trackMany } = openPage();
    platform.answerWith(...Array.from({ length: 99 }, () => ({ status: 0 }) as const));
    await platform.emit("hidden");
    for (let count = 0; count < 20; count++) {
      trackMany(1);
      await platform.advance(10);
    }
    expect(platform.requests).toHaveLength(1);
    await platform.emit("hidden");
    expect(platform.batches().map(({ events }) => events.length)).toEqual([1, 1, 19]);
  });

  test("has no more than 48 KiB on its way at once, and the whole budget again when it is answered", async () => {
    const { platform, trackMany } = openPage();
    platform.answerWith(...Array.from({ length: 30 }, () => "hang" as const));
    trackMany(80);
    await platform.emit("hidden");
    for (let index = 0; index < 20; index++) {
      trackMany(1);
      await Promise.resolve();
    }
    const leaving = platform.requests.filter(({ keepalive }) => keepalive);
    const bytes = leaving.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    expect(bytes).toBeLessThanOrEqual(49_152);
    const before = platform.requests.length;
    await platform.advance(11_000);
    await platform.emit("hidden");
    expect(platform.requests.length).toBeGreaterThan(before);
  });
});

describe("a request for the case that the page crashes", () => {
  const openLater = () => openPage({}, { hasFetchLater: true });

  test("holds a moment later what was tracked, and is taken back when that is acknowledged", async () => {
    const { platform, trackMany } = openLater();
    trackMany(2);
    await platform.advance(50);
    expect(platform.leftBehind()).toEqual([[1, 2]]);
    await platform.advance(2_000);
    expect(platform.leftBehind()).toEqual([[1, 2], []]);
  });

  test("is replaced once a flush, however many events there are", async () => {
    const { platform, trackMany } = openLater();
    for (let count = 0; count < 19; count++) {
      trackMany(1);
      await platform.advance(50);
    }
    expect(platform.leftBehind()).toEqual([[1]]);
    await platform.advance(50);
    expect(platform.leftBehind()).toEqual([[1], []]);
  });

  test("holds in an outage what has failed", async () => {
    const { platform, trackMany } = openLater();
    platform.answerWith(answered(503), answered(503));
    trackMany(2);
    await platform.advance(1_500);
    expect(platform.leftBehind().at(-1)).toEqual([1, 2]);
  });

  test("does not hold what a keepalive request carries, so that an ordinary leave sends once", async () => {
    const { platform, trackMany } = openLater();
    trackMany(2);
    await platform.advance(50);
    platform.answerWith("hang");
    await platform.emit("hidden");
    expect(platform.requests).toHaveLength(1);
    expect(platform.leftBehind().at(-1)).toEqual([]);
  });

  test("is taken back by close()", async () => {
    const { platform, tracker, trackMany } = openLater();
    platform.answerWith("hang");
    trackMany(2);
    await platform.advance(50);
    tracker.close();
    trackMany(2);
    await platform.advance(60_000);
    expect(platform.leftBehind().at(-1)).toEqual([]);
  });
});
