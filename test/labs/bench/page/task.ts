/** Runs work in a task of its own and tells how long it kept the main thread, its microtasks counted. */

/**
 * Returns milliseconds. A browser empties the queue of microtasks after each listener of an event, so that the second
 * listener runs when everything is done that `work` has put there, however long the chain, and before any other task.
 *
 * @see https://html.spec.whatwg.org/multipage/webappapis.html#clean-up-after-running-script
 */
export function runTask(work: () => void): Promise<number> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    let startMs = 0;
    port1.addEventListener("message", () => {
      startMs = performance.now();
      work();
    });
    port1.addEventListener("message", () => {
      const durationMs = performance.now() - startMs;
      port1.close();
      resolve(durationMs);
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
