import fc from "fast-check";
import { expect, test } from "vitest";
import { mintEventId } from "../../src/event-id.ts";

const bytes = fc.uint8Array({ minLength: 8, maxLength: 8 });
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test("is a canonical UUIDv7 that carries its own time", () => {
  fc.assert(
    fc.property(time, fc.nat(), bytes, (nowMs, seq, random) => {
      const id = mintEventId(nowMs, seq, random);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(nowMs);
    }),
  );
});

test("keeps the order of tracking within a millisecond", () => {
  const ids = Array.from({ length: 1_000 }, (_, seq) =>
    mintEventId(1_795_507_200_000, seq, crypto.getRandomValues(new Uint8Array(8))),
  );
  expect([...ids].sort()).toEqual(ids);
});

test("lets chance into each of its bytes", () => {
  const zero = mintEventId(0, 0, new Uint8Array(8));
  for (let index = 0; index < 8; index++) {
    const random = new Uint8Array(8);
    random[index] = 0x11;
    expect(mintEventId(0, 0, random)).not.toBe(zero);
  }
});
