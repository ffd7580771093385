/** Lets happen in the world what an action says. */
import type { Action, What } from "./action.ts";
import { COMMIT_TO_DISK_MS, survivesKill } from "./durability.ts";
import { writerOf, type Page } from "./page.ts";
import { assertInvariant } from "./assert-invariant.ts";
import { START_MS, type World } from "./world.ts";

const DAY_MS = 86_400_000;

/** An event of a clock that is three days late is stored within its week, so a run is shorter than the rest. */
const LONGEST_RUN_MS = 3 * DAY_MS;
const MOST_LIVE_PAGES = 6;
const MOST_PAGES = 40;
const LONG_TEXT = "long ".repeat(600);

export async function perform(action: Action, world: World): Promise<void> {
  const { timeline, network, endpoint, retryBudget, conditions } = world;
  const live = world.livePages();
  const page = "tab" in action ? live[action.tab % Math.max(1, live.length)] : undefined;
  if ("tab" in action && !page) return;

  switch (action.kind) {
    case "open":
      return openIfFew(world, action);
    case "wait":
      if (timeline.nowMs() + action.ms - START_MS < LONGEST_RUN_MS) await timeline.advance(action.ms);
      return;
    case "midnight":
      // The next wait crosses it.
      if (timeline.nowMs() - START_MS < LONGEST_RUN_MS - DAY_MS) {
        await timeline.advance(DAY_MS - (timeline.nowMs() % DAY_MS) - 15);
      }
      return;
    case "server":
      return endpoint.turn(action.mode);
    case "network":
      network.turn(action.isOnline);
      if (action.isOnline) for (const each of live) await timeline.step(() => each.emit("online"));
      return;
    case "clock":
      conditions.clockOffsetMs = action.offsetMs;
      conditions.hasClockChanged = true;
      return retryBudget.forget();
    case "quota":
      conditions.isFull = action.isFull;
      return;
    case "clear":
      return clear(world, action.what);
    case "replay":
      return timeline.step(() => network.replay(action.index));
    case "kill":
      return kill(world, action);
    case "track":
      return page && track(world, page, action);
    case "duplicate":
      return page && openIfFew(world, { openMs: 5, hasBeaconOnly: page.hasBeaconOnly }, page);
    case "flush":
      return timeline.step(() => page?.flush());
    case "hide":
      return timeline.step(() => page?.emit("hidden"));
    case "show":
      return timeline.step(() => page?.emit("visible"));
    case "freeze":
      await timeline.step(() => page?.emit("hidden"));
      return page?.freeze();
    case "thaw":
      page?.thaw();
      await timeline.advance(0);
      return timeline.step(() => page?.emit("visible"));
    case "close":
    case "navigate":
      if (!page) return;
      await timeline.step(() => page.emit("hidden"));
      end(world, page, action.arrives);
      if (action.kind === "navigate") await openIfFew(world, { openMs: 5, hasBeaconOnly: page.hasBeaconOnly }, page);
      return;
    case "crash":
      if (!page) return;
      // Requests on their way are dealt with now, though the page may end a little later.
      network.abandon(page, action.arrives);
      if (action.effects > 0) return page.lifecycle.endAfterSideEffects(action.effects - 1);
      return end(world, page, action.arrives);
  }
}

async function openIfFew(world: World, options: Parameters<World["open"]>[0], predecessor?: Page): Promise<void> {
  if (world.livePages().length >= MOST_LIVE_PAGES || world.pages.length >= MOST_PAGES) return;
  await world.open(options, predecessor);
}

function end({ network }: World, page: Page, arrives: boolean): void {
  network.abandon(page, arrives);
  page.lifecycle.end();
}

interface Tracking {
  readonly count: number;
  readonly what: What;
}

export async function track(world: World, page: Page, { count, what }: Tracking): Promise<void> {
  const { timeline, expectations, conditions } = world;
  if (page.lifecycle.isFrozen()) return;
  const trackOne = (): void => {
    const atMs = timeline.nowMs();
    const name = what === "misnamed" ? "Not A Name" : "add_to_cart";
    const timestamp = new Date(atMs + conditions.clockOffsetMs).toISOString();
    const { properties } = expectations.addEvent(
      { page: page.number, seq: ++page.tracked, name, timestamp, atMs },
      (eventNumber) => ({ eventNumber, isPoison: what === "poison", ...(what === "long" ? { text: LONG_TEXT } : {}) }),
    );
    const passed = JSON.parse(properties) as Record<string, unknown>;
    page.tracker().track(name, passed);
    // The page goes on with its objects.
    passed["isPoison"] = "changed";
  };
  await timeline.step(() =>
    page.run(() => {
      try {
        for (let index = 0; index < count && !page.lifecycle.hasEnded(); index++) trackOne();
      } catch (error) {
        assertInvariant("I9 no call throws into the page", false, String(error));
      }
    }),
  );
}

async function kill(world: World, { latenessMs, arrives, restoresTab }: Action & { kind: "kill" }): Promise<void> {
  const { timeline, expectations, local, database, pages, retryBudget, conditions } = world;
  const [last] = world.livePages();
  for (const page of world.livePages()) end(world, page, arrives);
  const nowMs = timeline.nowMs();
  local.loseAfter(nowMs - latenessMs);
  database.loseAfter(nowMs - COMMIT_TO_DISK_MS);

  const isUnsafe = (number: number, writtenMs: number): boolean => {
    const page = pages[number - 1];
    const localLatenessMs = writtenMs > conditions.clearedMs ? latenessMs : Infinity;
    return !page || page.isFragile || !survivesKill(writtenMs, writerOf(page), nowMs, localLatenessMs);
  };
  for (const eventNumber of world.missing()) {
    const event = expectations.events.get(eventNumber);
    if (event && isUnsafe(event.page, event.atMs)) expectations.allowLoss(eventNumber);
  }
  for (const drop of expectations.drops) if (isUnsafe(drop.page, drop.atMs)) expectations.allowUncounted(drop);
  // What was dropped comes back where its removal was not on disk.
  expectations.allowOvercount();
  retryBudget.forget();
  if (restoresTab && last) await openIfFew(world, { openMs: 5, hasBeaconOnly: last.hasBeaconOnly }, last);
}

function clear(world: World, what: "localStorage" | "everything"): void {
  const { expectations, local, database, conditions, pages, retryBudget } = world;
  local.clear();
  conditions.clearedMs = world.timeline.nowMs();
  if (what === "everything") {
    database.clear();
    conditions.generation++;
  }
  // A live page has a copy and puts it back, if it lives long enough.
  for (const page of world.livePages()) {
    page.isFragile = true;
    // Its connection has ended, and it does not open another.
    if (what === "everything") page.copyingSinceMs = undefined;
  }
  for (const eventNumber of world.missing()) {
    const page = pages[(expectations.events.get(eventNumber)?.page ?? 0) - 1];
    if (page?.lifecycle.hasEnded()) expectations.allowLoss(eventNumber);
  }
  for (const drop of expectations.drops)
    if (pages[drop.page - 1]?.lifecycle.hasEnded()) expectations.allowUncounted(drop);
  expectations.allowOvercount();
  retryBudget.forget();
}
