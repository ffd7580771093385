/** Does work once for all who asked, before the browser draws its next picture. */

/** A hidden page draws no picture: it does nothing until it is looked at again. */
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
