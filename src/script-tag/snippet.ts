/** What a page pastes above its first call: it keeps calls until `clickstream.js` is there. At most 400 bytes. */
/* eslint-disable no-restricted-globals, prefer-rest-params -- it stands in the page by itself, in the words of ES5 */
import type { SnippetQueue } from "./page-api.ts";

type Queue = SnippetQueue & Record<string, unknown>;

// Without `const`, which an old browser does not even read. The file itself is too new for it, yet no call may throw.
keepCalls(window, [] as unknown[] as Queue);

function keepCalls(page: Window & { clickstream?: unknown }, queue: Queue): void {
  // An element of the page may have this id.
  if ("track" in Object(page.clickstream)) return;

  page.clickstream = queue;
  "track identify reset setProduct setPage setProperties".split(" ").forEach(function (method) {
    queue[method] = function () {
      queue.push(queue.length < 100 ? [method, arguments, +new Date(), location.href, document.title] : 0);
    };
  });
  queue["flush"] = function () {
    return Promise.resolve();
  };
  queue["stats"] = function () {
    return { tracked: 0, waiting: 0, dropped: {} };
  };
}
