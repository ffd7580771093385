/** Turns the body as API Gateway hands it over into text: from base64 where it is bytes, and inflated where it is gzip. */
import { gunzipSync } from "node:zlib";
import { MAX_BODY_BYTES } from "../limits.ts";

export type BodyText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "refused"; readonly code: "body_too_large" | "invalid_encoding" };

/** API Gateway hands over text as it is, and base64 where the content type does not promise text. */
export function readBodyText(body: string, isBase64Encoded: boolean): BodyText {
  if (Buffer.byteLength(body, isBase64Encoded ? "base64" : "utf8") > MAX_BODY_BYTES) return refused("body_too_large");
  if (!isBase64Encoded) return { kind: "text", text: body };

  const bytes = Buffer.from(body, "base64");
  if (!isGzip(bytes)) return decode(bytes);
  try {
    return decode(gunzipSync(bytes, { maxOutputLength: MAX_BODY_BYTES }));
  } catch (error) {
    const isBomb = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return refused(isBomb ? "body_too_large" : "invalid_encoding");
  }
}

/** By its first bytes (RFC 1952, section 2.3.1): the content type only says "bytes", and no JSON begins so. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function decode(bytes: Uint8Array): BodyText {
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return refused("invalid_encoding");
  }
}

function refused(code: "body_too_large" | "invalid_encoding"): BodyText {
  return { kind: "refused", code };
}
