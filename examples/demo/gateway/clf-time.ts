/** Prints an instant as API Gateway does in `$context.requestTime`: `24/Nov/2026:08:12:16 +0000`. Pure. */

export function formatClfTime(instantMs: number): string {
  // Tue, 24 Nov 2026 08:12:16 GMT
  const [, day = "", month = "", year = "", time = ""] = new Date(instantMs).toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}
