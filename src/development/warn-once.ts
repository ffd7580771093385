/** Writes each warning to the console once in a page. */
import { warn } from "../platform/console.ts";

const written = new Set<string>();

export function warnOnce(advice: string): void {
  if (!written.has(advice)) warn(`clickstream: ${advice}`);
  written.add(advice);
}
