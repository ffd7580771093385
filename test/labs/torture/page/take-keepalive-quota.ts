/** Another script of the page, which takes the whole quota of keepalive requests. */

/** Bodies in flight share 64 KiB. What is left is too little for a single event. */
const OTHER_SCRIPT_BYTES = 65_400;

export function takeKeepaliveQuota(): void {
  const take = (): void => {
    void fetch("/other-script", { method: "POST", body: "x".repeat(OTHER_SCRIPT_BYTES), keepalive: true }).catch(
      () => undefined,
    );
  };
  document.addEventListener("visibilitychange", take, { capture: true, once: true });
  window.addEventListener("pagehide", take, { capture: true, once: true });
}
