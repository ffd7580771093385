/** UUIDs are read, printed and made without loss. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { mintUuid, parseUuid, printUuid, readUuidTimeMs } from "../../../examples/ingest-lambda/src/event/uuid.ts";

test("prints every UUID as it was read", () => {
  fc.assert(
    fc.property(fc.uuid(), (text) => {
      const bits = parseUuid(text);
      expect(bits !== undefined && printUuid(bits)).toBe(text);
    }),
  );
});

test("makes a valid UUIDv7 with its time, whatever the random bytes", () => {
  const instants = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  fc.assert(
    fc.property(instants, fc.uint8Array({ minLength: 10, maxLength: 10 }), (instantMs, noise) => {
      const minted = mintUuid(instantMs, noise);
      expect(parseUuid(printUuid(minted))).toBe(minted);
      expect(readUuidTimeMs(minted)).toBe(instantMs);
    }),
  );
});

test("makes another UUID each time", () => {
  const minted = Array.from({ length: 1_000 }, () => mintUuid(0));

  expect(new Set(minted).size).toBe(1_000);
  // 74 bits are random: twelve behind the version, 62 behind the variant.
  for (const bit of [0n, 61n, 64n, 75n]) expect(new Set(minted.map((bits) => (bits >> bit) & 1n)).size).toBe(2);
});

test("reads the example of RFC 9562", () => {
  const bits = parseUuid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

  expect(bits && readUuidTimeMs(bits)).toBe(Date.parse("2022-02-22T19:22:22.000Z"));
});

test.each(["1", "2", "3", "4", "5", "6", "8"])("reads no time from a UUID of version %s", (version) => {
  const bits = parseUuid(`017f22e2-79b0-${version}cc3-98c4-dc0c0c07398f`);

  expect(bits).toBeDefined();
  expect(readUuidTimeMs(bits ?? 0n)).toBeUndefined();
});
