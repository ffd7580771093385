/** Tells a developer something on the console. In production nobody reads it, so only `development/` does. */
import { attempt } from "../attempt.ts";

/** Shows what happens. A page may have taken the console away. */
export function log(message: string, detail: unknown): void {
  attempt(() => console.info(message, detail));
}

/** Says what to mend. */
export function warn(message: string): void {
  attempt(() => console.warn(message));
}
