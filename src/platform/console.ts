/** Writes to the console for a developer. */
import { attempt } from "../attempt.ts";

/** A page may have removed the console. */
export function log(message: string, detail: unknown): void {
  attempt(() => console.info(message, detail));
}

/** For what should be fixed. */
export function warn(message: string): void {
  attempt(() => console.warn(message));
}
