/** Proves that a browser keeps its client_id, and a user is known in all tabs until a pause. */
import { describe, expect, test } from "vitest";
import { createStore } from "../../../src/platform/storage.ts";
import { createClient } from "../../../src/visitor/client.ts";
import { createUser } from "../../../src/visitor/user.ts";
import { createTestPlatform, memoryStore, START_MS } from "../../support/test-platform.ts";

const TIMEOUT_MS = 1_800_000;

/** The visitor of a page, with the fields that say which browser, and those that say which user. */
function open(platform = createTestPlatform()) {
  const user = createUser(platform, { sessionTimeoutMs: TIMEOUT_MS, prefix: "" });
  return { platform, client: createClient(platform, ""), ...user, user: () => user.touch(platform.now()) };
}

const openWith = (local = memoryStore()) => open(createTestPlatform({ local }));

describe("a client_id", () => {
  test.each(["", "a b", "ä", "x".repeat(65), '{"id":1}', "../etc"])("stored as %j is replaced", (stored) => {
    const local = memoryStore({ client_id: stored });
    const { client_id, is_first_visit } = openWith(local).client();

    expect(client_id).toMatch(/^[\w-]{1,64}$/);
    expect(is_first_visit).toBe(true);
    expect(local.read("client_id")).toBe(client_id);
  });

  test.each(["a", "x".repeat(64), "GA1-2_3"])("stored as %j is kept", (stored) => {
    const { client_id, is_first_visit } = openWith(memoryStore({ client_id: stored })).client();
    expect([client_id, is_first_visit]).toEqual([stored, false]);
  });

  test("is that of the last page, whose visit was the first", () => {
    const local = memoryStore();
    const first = openWith(local);
    const { client_id } = first.client();
    expect(first.client()).toEqual({ client_id, is_first_visit: true });
    expect(openWith(local).client()).toEqual({ client_id, is_first_visit: false });
  });

  test("outlives that the page empties its storage", () => {
    const local = memoryStore();
    const page = openWith(local);
    const { client_id } = page.client();
    local.remove("client_id");
    expect(page.client().client_id).toBe(client_id);
    expect(local.read("client_id")).toBe(client_id);
  });

  test("is one where storage is blocked, as long as the page lives", () => {
    const local = createStore(() => {
      throw new DOMException("denied", "SecurityError");
    });
    const page = openWith(local);
    const { client_id } = page.client();
    expect(client_id).toMatch(/^[\w-]{21}$/);
    expect(page.client()).toEqual({ client_id, is_first_visit: true });
  });

  test("that two tabs made at once is the same in both afterwards", () => {
    const shared = memoryStore();
    const openTab = () => {
      // Until it looks again, a tab does not see what the other has just written.
      const local = { ...memoryStore(), write: shared.write };
      return { local, page: openWith(local) };
    };
    const tabs = [openTab(), openTab()];
    const made = tabs.map(({ page }) => page.client().client_id);
    expect(new Set(made).size).toBe(2);

    for (const { local } of tabs) local.read = shared.read;
    const [one, other] = tabs.map(({ page }) => page.client().client_id);
    expect(one).toBe(other);
  });
});

describe("a user", () => {
  const ADA = { userId: "u1", identitySource: "cognito" };
  const LOGGED_IN = { user_id: "u1", user_login_state: "logged_in", identity_source: "cognito" };
  const ANONYMOUS = { user_login_state: "anonymous" };

  test("is unknown until identify() is called", () => {
    expect(open().user()).toEqual({});
  });

  test("is the same in all tabs at once, and none after the logout in one", () => {
    const page = open();
    const otherTab = openWith(page.platform.local);
    page.logIn(ADA);
    expect(otherTab.user()).toEqual(LOGGED_IN);
    otherTab.logOut();
    expect(page.user()).toEqual(ANONYMOUS);
  });

  test("who logged out in one tab is not written back by another that is active at that moment", async () => {
    const page = open();
    const { local, advance } = page.platform;
    page.logIn(ADA);
    await advance(TIMEOUT_MS / 2);
    // The other tab logs out between this tab's reading and its writing.
    const late: typeof local = {
      ...local,
      write(...entry) {
        page.logOut();
        local.write(...entry);
      },
    };
    open({ ...page.platform, local: late }).user();
    expect(page.user()).toEqual(ANONYMOUS);
  });

  test("is known as long as any tab is active, and not after a pause of all", async () => {
    const page = open();
    page.logIn(ADA);
    for (let round = 0; round < 4; round++) {
      await page.platform.advance(TIMEOUT_MS - 1_000);
      expect(page.user()).toEqual(LOGGED_IN);
    }
    await page.platform.advance(TIMEOUT_MS + 1);
    expect(page.user()).toEqual({});
  });

  test.each([-TIMEOUT_MS, TIMEOUT_MS])(
    "is known up to the timeout from the last activity, by %i ms of the clock",
    (ms) => {
      const page = open();
      page.logIn(ADA);
      page.platform.setClock(START_MS + ms);
      expect(page.user()).toEqual(LOGGED_IN);
      page.platform.setClock(START_MS + ms + ms + Math.sign(ms));
      expect(page.user()).toEqual({});
    },
  );

  test.each(["", "null", "5", "[]", "{"])("stored as %j is nobody", (stored) => {
    const page = open();
    page.logIn(ADA);
    page.platform.local.write("user", stored);
    expect(page.user()).toEqual({});
  });

  test.each(["", "soon", "0", "9999999999999"])("last active at %j is nobody", (stored) => {
    const page = open();
    page.logIn(ADA);
    page.platform.local.write("user_active", stored);
    expect(page.user()).toEqual({});
  });
});
