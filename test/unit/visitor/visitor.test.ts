import { expect, test } from "vitest";
import { readIdentity } from "../../../src/visitor/identity.ts";
import { createSession } from "../../../src/visitor/session.ts";
import { createTestPlatform, memoryStore } from "../test-platform.ts";

test.each(["", "a b", "ä", "x".repeat(65), '{"id":1}', "../etc"])("a stored client_id of %j is replaced", (stored) => {
  const local = memoryStore({ key: stored });
  const { client_id, is_first_visit } = readIdentity(createTestPlatform({ local }), "key");

  expect(client_id).toMatch(/^[\w-]{1,64}$/);
  expect(is_first_visit).toBe(true);
  expect(local.read("key")).toBe(client_id);
});

test.each(["", "abc", "abc xyz", "a b 5", "5", `${"x".repeat(65)} 5`])(
  "a stored session of %j is replaced",
  (stored) => {
    const platform = createTestPlatform({ session: memoryStore({ key: stored }) });
    const id = createSession(platform, "key", 1_000).touch();

    expect(id).toMatch(/^[\w-]{21}$/);
    expect(platform.session.read("key")).toBe(`${id} ${platform.now()}`);
  },
);

test("a session goes on after a reload within its timeout", async () => {
  const platform = createTestPlatform();
  const id = createSession(platform, "key", 1_000).touch();
  await platform.advance(1_000);
  expect(createSession(platform, "key", 1_000).touch()).toBe(id);

  await platform.advance(1_001);
  expect(createSession(platform, "key", 1_000).touch()).not.toBe(id);
});
