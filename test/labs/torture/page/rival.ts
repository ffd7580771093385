/** Another script of the page, which takes all the room there is for requests that outlive it. */

/** Bodies in flight share 64 KiB. What is left is too little for a single event. */
const RIVAL_BYTES = 65_400;

export function takeQuotaOnLeaving(): void {
  const take = (): void => {
    void fetch("/rival", { method: "POST", body: "x".repeat(RIVAL_BYTES), keepalive: true }).catch(() => undefined);
  };
  document.addEventListener("visibilitychange", take, { capture: true, once: true });
  window.addEventListener("pagehide", take, { capture: true, once: true });
}
