/** Runs a function once before the next frame, however often it was requested. */

/** A hidden page draws no frames, so the function waits until the page is visible. */
export function coalesce(work: () => void): () => void {
  let isPending = false;
  return () => {
    if (isPending) return;
    isPending = true;
    requestAnimationFrame(() => {
      isPending = false;
      work();
    });
  };
}
