/** UUIDs are read, printed and made without loss. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { mintUuid, parseUuid, printUuid, readUuidTimeMs } from "../../examples/ingest-lambda/src/event/uuid.ts";

test("prints every UUID as it was read", () => {
  fc.assert(
    fc.property(fc.uuid(), (text) => {
      const bits = parseUuid(text);
      expect(bits !== undefined && printUuid(bits)).toBe(text);
    }),
  );
});

test("makes a UUIDv7 that tells its instant and is valid whatever the noise", () => {
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
});

test("reads the example of RFC 9562", () => {
  const bits = parseUuid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

  expect(bits && readUuidTimeMs(bits)).toBe(Date.parse("2022-02-22T19:22:22.000Z"));
});

test("knows no instant of a UUID that is not of version 7", () => {
  const bits = parseUuid("f47ac10b-58cc-4372-a567-0e02b2c3d479");

  expect(bits && readUuidTimeMs(bits)).toBeUndefined();
});
