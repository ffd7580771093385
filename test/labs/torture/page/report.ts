/** Tells the site what happens in the page. */
import type { Report } from "../plan.ts";

export function report(message: Report): void {
  // A page that goes away takes its report along. Whoever waits for it has a bound.
  void fetch("/report", { method: "POST", body: JSON.stringify(message) }).catch(() => undefined);
}

/** Whatever the SDK throws into the page ends here. */
export function reportExceptions(): void {
  const tell = (reason: unknown): void => report({ kind: "exception", message: String(reason) });
  window.addEventListener("error", (event) => tell(event.error ?? event.message));
  window.addEventListener("unhandledrejection", (event) => tell(event.reason));
}
