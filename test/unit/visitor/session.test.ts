/** The table of docs/sessions.md: what happens, and whether the session goes on. */
import { describe, expect, test } from "vitest";
import { createStore } from "../../../src/platform/storage.ts";
import { createSession, type SessionFields } from "../../../src/visitor/session.ts";
import { createTestPlatform, memoryStore, START_MS, type TestPlatform } from "../../support/test-platform.ts";

const MINUTE_MS = 60_000;

/** The session of a page. */
function open(platform: TestPlatform, sharedSession = false, name = "test") {
  const options = { sessionTimeoutMs: 30 * MINUTE_MS, sharedSession, prefix: `${name}:` };
  const session = createSession(platform, options);
  return { touch: (): SessionFields => session.touch(platform.now()), reset: () => session.end() };
}

/** What `act` makes of a session that an event has begun a moment ago. */
async function sessionAfter(
  act: (before: {
    readonly platform: TestPlatform;
    readonly session: ReturnType<typeof open>;
  }) => SessionFields | Promise<SessionFields>,
) {
  const platform = createTestPlatform();
  const session = open(platform);
  const first = session.touch();
  const then = await act({ platform, session });
  return { goesOn: then.session_id === first.session_id, start: then.session_start, number: then.session_number };
}

const GOES_ON = { goesOn: true, start: undefined, number: 1 };

const reload = (platform: TestPlatform): SessionFields => open(platform).touch();
const newTab = ({ local }: TestPlatform): TestPlatform => createTestPlatform({ local });

describe("a session", () => {
  test("begins with the first event of a tab", () => {
    expect(open(createTestPlatform()).touch()).toEqual({
      session_id: expect.stringMatching(/^[\w-]{21}$/),
      session_number: 1,
      session_start: "first",
    });
  });

  test("goes on with the next event", async () => {
    expect(await sessionAfter(({ session }) => session.touch())).toEqual(GOES_ON);
  });

  test("goes on after a reload", async () => {
    expect(await sessionAfter(({ platform }) => reload(platform))).toEqual(GOES_ON);
  });

  test("goes on in a duplicated tab, or one of window.open(), which have a copy of sessionStorage", async () => {
    const after = await sessionAfter(({ platform: { local, session } }) => {
      const copy = Object.fromEntries(session.keys("").map((key) => [key, session.read(key) ?? ""]));
      return reload(createTestPlatform({ local, session: memoryStore(copy) }));
    });
    expect(after).toEqual(GOES_ON);
  });

  test("of a new tab is another one of the same visitor", async () => {
    const after = await sessionAfter(({ platform }) => reload(newTab(platform)));
    expect(after).toEqual({ goesOn: false, start: "first", number: 2 });
  });

  test("goes on after 29 minutes, and each event counts as activity", async () => {
    const after = await sessionAfter(async ({ platform, session }) => {
      await platform.advance(29 * MINUTE_MS);
      session.touch();
      await platform.advance(29 * MINUTE_MS);
      return session.touch();
    });
    expect(after).toEqual(GOES_ON);
  });

  test.each([
    [30 * MINUTE_MS, true],
    [30 * MINUTE_MS + 1, false],
  ])("after a pause of %i ms goes on: %s", async (pauseMs, goesOn) => {
    const after = await sessionAfter(async ({ platform, session }) => {
      await platform.advance(pauseMs);
      return session.touch();
    });
    expect(after.goesOn).toBe(goesOn);
  });

  test("ends after 31 minutes", async () => {
    const after = await sessionAfter(async ({ platform, session }) => {
      await platform.advance(31 * MINUTE_MS);
      return session.touch();
    });
    expect(after).toEqual({ goesOn: false, start: "idle", number: 2 });
  });

  test("of a tab that is opened again after 31 minutes has expired", async () => {
    const after = await sessionAfter(async ({ platform }) => {
      await platform.advance(31 * MINUTE_MS);
      return reload(platform);
    });
    expect(after).toEqual({ goesOn: false, start: "expired", number: 2 });
  });

  test("goes on after midnight", async () => {
    const platform = createTestPlatform();
    platform.setClock(Date.UTC(2026, 10, 24, 23, 59, 59));
    const session = open(platform);
    const first = session.touch();
    await platform.advance(2_000);
    expect(session.touch()).toEqual({ session_id: first.session_id, session_number: 1 });
  });

  test("ends while the computer sleeps for eight hours, whether or not the page's clock sleeps too", async () => {
    const after = await sessionAfter(async ({ platform, session }) => {
      await platform.advance(5_000);
      platform.setClock(START_MS + 8 * 60 * MINUTE_MS);
      return session.touch();
    });
    expect(after).toEqual({ goesOn: false, start: "idle", number: 2 });
  });

  test.each([3 * 60, -24 * 60])("goes on when the clock jumps by %d minutes in a burst", async (minutes) => {
    const after = await sessionAfter(async ({ platform, session }) => {
      await platform.advance(10);
      platform.setClock(START_MS + minutes * MINUTE_MS);
      session.touch();
      await platform.advance(10);
      return session.touch();
    });
    expect(after).toEqual(GOES_ON);
  });

  test.each([
    [999, { goesOn: true, start: undefined, number: 1 }],
    [1_000, { goesOn: false, start: "idle", number: 2 }],
  ])("%i ms after its last event goes on or ends when the clock jumps ahead", async (elapsedMs, expected) => {
    const after = await sessionAfter(async ({ platform, session }) => {
      await platform.advance(elapsedMs);
      platform.setClock(START_MS + 180 * MINUTE_MS);
      return session.touch();
    });
    expect(after).toEqual(expected);
  });

  test("goes on when the clock is set back by a day", async () => {
    const after = await sessionAfter(async ({ platform, session }) => {
      await platform.advance(60_000);
      platform.setClock(START_MS - 24 * 60 * MINUTE_MS);
      session.touch();
      await platform.advance(29 * MINUTE_MS);
      return session.touch();
    });
    expect(after).toEqual(GOES_ON);
  });

  test("goes on after a reset in another tab", async () => {
    const after = await sessionAfter(({ platform, session }) => {
      const other = open(newTab(platform));
      other.touch();
      other.reset();
      return session.touch();
    });
    expect(after).toEqual(GOES_ON);
  });

  test("is one for each page load where storage is blocked", () => {
    const blocked = () =>
      createStore(() => {
        throw new DOMException("denied", "SecurityError");
      });
    const [page, next] = [1, 2].map(() => open(createTestPlatform({ local: blocked(), session: blocked() })));
    const first = page?.touch();
    expect(page?.touch()).toEqual({ session_id: first?.session_id, session_number: 1 });
    expect(next?.touch()).toMatchObject({ session_start: "first", session_number: 1 });
  });

  test("ends with a reset", async () => {
    const after = await sessionAfter(({ session }) => {
      session.reset();
      return session.touch();
    });
    expect(after).toEqual({ goesOn: false, start: "reset", number: 2 });
  });

  test("ends with a reset of the page before", async () => {
    const after = await sessionAfter(({ platform, session }) => {
      session.reset();
      return reload(platform);
    });
    expect(after).toEqual({ goesOn: false, start: "reset", number: 2 });
  });

  test("goes on when the page empties sessionStorage", async () => {
    const after = await sessionAfter(({ platform, session }) => {
      platform.session.remove("test:session_id");
      return session.touch();
    });
    expect(after).toEqual(GOES_ON);
  });

  test("of one tracker is not that of another by another name", async () => {
    const after = await sessionAfter(({ platform }) => open(platform, false, "other").touch());
    expect(after).toEqual({ goesOn: false, start: "first", number: 1 });
  });

  test("is one for all tabs where the site wants it so, and the activity of each counts", () => {
    const platform = createTestPlatform();
    const one = open(platform, true);
    const other = open(newTab(platform), true);
    const { session_id } = one.touch();
    expect(other.touch()).toEqual({ session_id, session_number: 1 });
  });

  test("that all tabs share ends in all of them with a reset in one", async () => {
    const platform = createTestPlatform();
    const one = open(platform, true);
    const other = open(platform, true);
    const before = one.touch();
    await platform.advance(2_000);
    other.touch();
    one.reset();
    const after = other.touch();
    expect(after).toMatchObject({ session_number: 2, session_start: "reset" });
    expect(after.session_id).not.toBe(before.session_id);
    expect(one.touch()).toEqual({ session_id: after.session_id, session_number: 2 });
  });

  test.each(["", "abc", "abc xyz", "a b 5", "5", `${"x".repeat(65)} 5 1`, "abc 5"])(
    "stored as %j is replaced",
    (stored) => {
      const platform = createTestPlatform({ session: memoryStore({ "test:session_id": stored }) });
      const { session_id } = open(platform).touch();
      expect(session_id).toMatch(/^[\w-]{21}$/);
      expect(platform.session.read("test:session_id")).toBe(`${session_id} ${platform.now()} 1`);
    },
  );

  test("is written at most once a second", async () => {
    const platform = createTestPlatform();
    let writes = 0;
    const { write } = platform.session;
    const session = open({
      ...platform,
      session: { ...platform.session, write: (...args) => (writes++, write(...args)) },
    });
    for (let index = 0; index < 100; index++) {
      session.touch();
      await platform.advance(30);
    }
    expect(writes).toBe(3);
  });
});
