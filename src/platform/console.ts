/** Shows a developer something on the console. */
import { attempt } from "../attempt.ts";

/** A page may have taken the console away. */
export function log(message: string, detail: unknown): void {
  attempt(() => console.info(message, detail));
}
