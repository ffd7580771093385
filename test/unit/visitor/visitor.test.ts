import { describe, expect, test } from "vitest";
import { createStore } from "../../../src/platform/storage.ts";
import { createIdentity } from "../../../src/visitor/identity.ts";
import { createUser } from "../../../src/visitor/user.ts";
import { createTestPlatform, memoryStore } from "../test-platform.ts";

describe("a client_id", () => {
  test.each(["", "a b", "ä", "x".repeat(65), '{"id":1}', "../etc"])("stored as %j is replaced", (stored) => {
    const local = memoryStore({ key: stored });
    const { client_id, is_first_visit } = createIdentity(createTestPlatform({ local }), "key")();

    expect(client_id).toMatch(/^[\w-]{1,64}$/);
    expect(is_first_visit).toBe(true);
    expect(local.read("key")).toBe(client_id);
  });

  test("is that of the last page, whose visit was the first", () => {
    const local = memoryStore();
    const first = createIdentity(createTestPlatform({ local }), "key");
    const { client_id } = first();
    expect(first()).toEqual({ client_id, is_first_visit: true });
    expect(createIdentity(createTestPlatform({ local }), "key")()).toEqual({ client_id, is_first_visit: false });
  });

  test("outlives that the page empties its storage", () => {
    const local = memoryStore();
    const identity = createIdentity(createTestPlatform({ local }), "key");
    const { client_id } = identity();
    local.remove("key");
    expect(identity().client_id).toBe(client_id);
    expect(local.read("key")).toBe(client_id);
  });

  test("is one where storage is blocked, as long as the page lives", () => {
    const local = createStore(() => {
      throw new DOMException("denied", "SecurityError");
    });
    const identity = createIdentity(createTestPlatform({ local }), "key");
    expect(identity()).toEqual(identity());
  });

  test("that two tabs made at once is the same in both afterwards", () => {
    const shared = memoryStore();
    const openTab = () => {
      // Until it looks again, a tab does not see what the other has just written.
      const local = { ...memoryStore(), write: shared.write };
      return { local, identity: createIdentity(createTestPlatform({ local }), "key") };
    };
    const tabs = [openTab(), openTab()];
    const made = tabs.map(({ identity }) => identity().client_id);
    expect(new Set(made).size).toBe(2);

    for (const { local } of tabs) local.read = shared.read;
    const [one, other] = tabs.map(({ identity }) => identity().client_id);
    expect(one).toBe(other);
  });
});

describe("a user", () => {
  const LOGGED_IN = { user_id: "u1", user_login_state: "logged_in", identity_source: "cognito" } as const;
  const TIMEOUT_MS = 1_800_000;
  const open = (platform = createTestPlatform()) => ({ platform, user: createUser(platform, "key", TIMEOUT_MS) });

  test("is unknown until somebody says who it is", () => {
    expect(open().user.fields()).toEqual({});
  });

  test("is the same in all tabs at once, and none after the logout in one", () => {
    const { platform, user } = open();
    const otherTab = open(createTestPlatform({ local: platform.local })).user;
    user.set(LOGGED_IN);
    expect(otherTab.fields()).toEqual(LOGGED_IN);
    otherTab.set({ user_login_state: "anonymous" });
    expect(user.fields()).toEqual({ user_login_state: "anonymous" });
  });

  test("who logged out in one tab is not written back by another that is active at that moment", async () => {
    const { platform, user } = open();
    const local = platform.local;
    user.set(LOGGED_IN);
    await platform.advance(TIMEOUT_MS / 2);
    // The other tab logs out between this tab's reading and its writing.
    const late: typeof local = {
      ...local,
      write(...entry) {
        user.set({ user_login_state: "anonymous" });
        local.write(...entry);
      },
    };
    createUser({ local: late, now: platform.now }, "key", TIMEOUT_MS).fields();
    expect(user.fields()).toEqual({ user_login_state: "anonymous" });
  });

  test("is known as long as any tab is active, and not after a pause of all", async () => {
    const { platform, user } = open();
    user.set(LOGGED_IN);
    for (let round = 0; round < 4; round++) {
      await platform.advance(TIMEOUT_MS - 1_000);
      expect(user.fields()).toEqual(LOGGED_IN);
    }
    await platform.advance(TIMEOUT_MS + 1);
    expect(user.fields()).toEqual({});
  });

  test.each(["", "null", "5", "[]", "{"])("stored as %j is nobody", (stored) => {
    const { platform, user } = open();
    user.set(LOGGED_IN);
    platform.local.write("key", stored);
    expect(user.fields()).toEqual({});
  });

  test.each(["", "soon", "0", "9999999999999"])("last active at %j is nobody", (stored) => {
    const { platform, user } = open();
    user.set(LOGGED_IN);
    platform.local.write("key_active", stored);
    expect(user.fields()).toEqual({});
  });
});
