/** Counts bytes as browsers and gateways do: in UTF-8. */

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
