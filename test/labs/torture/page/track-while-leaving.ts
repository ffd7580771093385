/** Other scripts of the page, such as web-vitals: they track when the page goes, in listeners that run after ours. */

/** Half of the events as the page is hidden, and the others with `pagehide`, whichever comes first. */
export function trackWhileLeaving(count: number, track: (index: number) => void): void {
  let index = 0;
  const trackHalf = (): void => {
    for (let tracked = 0; tracked < count / 2; tracked++) track(index++);
  };
  // The SDK listens while these events pass the window, and earlier.
  document.addEventListener("visibilitychange", trackHalf, { once: true });
  window.addEventListener("pagehide", trackHalf, { once: true });
}
