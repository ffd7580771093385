/** Tells the site what happens in the page, by what the browser brought. */
import type { Report } from "../plan.ts";
import type { Native } from "./torture-window.ts";

const { stringify } = JSON;

export function createReport({ fetch }: Pick<Native, "fetch">): (message: Report) => void {
  return (message) => {
    // Without the effect of a `toJSON` on a shared prototype.
    const body = stringify(message, function (this: Record<string, unknown>, key) {
      return this[key];
    });
    // A page that goes away takes its report along. Whoever waits for it has a bound.
    void fetch("/report", { method: "POST", body }).catch(() => undefined);
  };
}

/** Whatever the SDK throws into the page ends here. */
export function listenToExceptions(report: (message: Report) => void): void {
  const tell = (reason: unknown): void => report({ kind: "exception", message: String(reason) });
  window.addEventListener("error", (event) => tell(event.error ?? event.message));
  window.addEventListener("unhandledrejection", (event) => tell(event.reason));
}
