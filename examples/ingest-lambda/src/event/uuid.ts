/** Reads, prints and makes UUIDs as numbers of 128 bits (RFC 9562). */
import { randomBytes } from "node:crypto";

/** The canonical form only: lower case, a version, the RFC's variant. So the nil and the max UUID are no ids. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const VERSION_7 = 7n;
const VERSION_8 = 8n;

export function parseUuid(value: unknown): bigint | undefined {
  if (typeof value !== "string" || !UUID.test(value)) return undefined;
  return BigInt(`0x${value.replaceAll("-", "")}`);
}

export function printUuid(bits: bigint): string {
  const hex = BigInt.asUintN(128, bits).toString(16).padStart(32, "0");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Returns when a UUIDv7 was made. Other versions hold no time that can be used. */
export function readUuidTimeMs(bits: bigint): number | undefined {
  const version = (bits >> 76n) & 0xfn;
  return version === VERSION_7 ? Number(BigInt.asUintN(48, bits >> 80n)) : undefined;
}

/** Makes a UUIDv7, for an event that came without an id. */
export function mintUuid(nowMs: number, random: Uint8Array = randomBytes(10)): bigint {
  const noise = BigInt(`0x${Buffer.from(random).toString("hex")}`);
  const head = (BigInt.asUintN(48, BigInt(nowMs)) << 16n) | (VERSION_7 << 12n) | ((noise >> 62n) & 0xfffn);
  return (head << 64n) | (0b10n << 62n) | BigInt.asUintN(62, noise);
}

/** Makes a UUIDv8 of a hash of 16 bytes or more, for an event without a UUID and without a time. */
export function hashedUuid(hash: Uint8Array): bigint {
  const noise = BigInt(`0x${Buffer.from(hash.subarray(0, 16)).toString("hex")}`);
  const head = ((noise >> 80n) << 16n) | (VERSION_8 << 12n) | ((noise >> 64n) & 0xfffn);
  return (head << 64n) | (0b10n << 62n) | BigInt.asUintN(62, noise);
}
