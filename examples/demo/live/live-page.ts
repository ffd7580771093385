/** Builds the live page's HTML, which its script (`client/`) fills. */
import { html } from "../../web/html.ts";

/** `where` names the store, as text for people. */
export function buildLivePage(where: string): string {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Live events · clickstream-js</title>
        <link rel="icon" href="/public/icon.svg" />
        <link rel="stylesheet" href="/assets/live.css" />
        <script type="module" src="/assets/live.js"></script>
      </head>
      <body>
        <header class="header">
          <h1>Live events</h1>
          <p class="state" id="state" data-state="connecting" role="status">Connecting</p>
          <p class="where">${where}</p>
          <a class="shop-link" href="/dashboard">Warehouse</a>
          <a class="shop-link" href="/" target="clickstream-shop" rel="noopener">Open the shop</a>
        </header>
        <main>
          <p class="trouble" id="trouble" role="alert" hidden></p>
          <section class="card" aria-labelledby="chart-title">
            <h2 id="chart-title">
              <span id="chart-range">Stored in the last 5 minutes</span> <strong id="chart-total">0</strong>
            </h2>
            <div class="chart" id="chart"></div>
          </section>
          <section class="card" aria-labelledby="names-title">
            <h2 id="names-title">By name <span>select one to filter</span></h2>
            <ul class="names" id="names"></ul>
          </section>
          <section class="card events" aria-labelledby="events-title">
            <div class="events-head">
              <h2 id="events-title">Events <strong id="shown-total">0</strong> <span id="newest"></span></h2>
              <input class="search" id="search" type="search" placeholder="Search" aria-label="Search events" />
              <label class="choice">
                <span>Time</span>
                <select id="range">
                  <option value="">all</option>
                  <option value="5">last 5 minutes</option>
                  <option value="60">last hour</option>
                  <option value="1440">last 24 hours</option>
                </select>
              </label>
              <label class="choice">
                <span>Session</span>
                <select id="session"></select>
              </label>
              <button class="clear" id="clear" hidden>Show all</button>
              <button class="clear" id="pause" aria-pressed="false">Pause</button>
            </div>
            <table>
              <thead>
                <tr>
                  <th scope="col">Time</th>
                  <th scope="col">Event</th>
                  <th scope="col">About</th>
                  <th scope="col">Session</th>
                  <th scope="col">File</th>
                </tr>
              </thead>
              <tbody id="rows"></tbody>
            </table>
            <div class="empty" id="empty">
              <p class="empty-title">Nothing is stored yet.</p>
              <p><a href="/" target="clickstream-shop" rel="noopener">Open the shop</a> and click around.</p>
            </div>
            <p class="empty" id="no-match" hidden>No event matches. Choose another name or session.</p>
          </section>
        </main>
        <dialog class="detail" id="detail" aria-labelledby="detail-name">
          <form class="detail-head" method="dialog">
            <h2 id="detail-name"></h2>
            <button class="close" aria-label="Close">×</button>
          </form>
          <p class="detail-key" id="detail-key"></p>
          <ol class="way" id="detail-way" aria-label="The event's way"></ol>
          <pre class="detail-json" id="detail-json" tabindex="0"></pre>
        </dialog>
      </body>
    </html>`;
  return document.markup;
}
