/** Counts bytes as browsers and gateways do: in UTF-8. */

/**
 * Counts without encoding, which would cost more than all else that is done with an event: a unit from U+0800 on takes
 * three bytes, one from U+0080 on two, and so does each half of a surrogate pair. JSON has no half alone.
 */
export function byteLength(text: string): number {
  return text.replace(/[\u0800-\ud7ff\ue000-\uffff]/g, "xxx").replace(/[\u0080-\uffff]/g, "xx").length;
}
