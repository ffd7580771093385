/** Builds the HTML document of the dashboard. Its script fills in the answers. */
import { html } from "../../web/html.ts";

/** `where` names the source for people. */
export function buildDashboardPage(where: string): string {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Warehouse · clickstream-js</title>
        <link rel="icon" href="/public/icon.svg" />
        <link rel="stylesheet" href="/assets/dashboard.css" />
        <script type="module" src="/assets/dashboard.js"></script>
      </head>
      <body>
        <header class="header">
          <h1>Warehouse</h1>
          <p class="state" id="state" data-state="loading" role="status">Loading</p>
          <p class="where">${where} → clickstream_events</p>
          <nav class="links">
            <a href="/live">Live events</a>
            <a href="/" target="clickstream-shop" rel="noopener">Open the shop</a>
          </nav>
        </header>
        <main>
          <p class="trouble" id="trouble" role="alert" hidden></p>
          <dl class="figures" id="figures"></dl>
          <section class="card" aria-labelledby="traffic-title">
            <h2 id="traffic-title">Events <strong id="traffic-step"></strong></h2>
            <div class="chart" id="chart"></div>
          </section>
          <section class="card" aria-labelledby="funnel-title">
            <h2 id="funnel-title">From looking to buying <span>sessions</span></h2>
            <ol class="funnel" id="funnel"></ol>
          </section>
          <section class="card products" aria-labelledby="products-title">
            <h2 id="products-title">Products</h2>
            <table>
              <thead>
                <tr>
                  <th scope="col">Product</th>
                  <th scope="col">Views</th>
                  <th scope="col">Into the cart</th>
                  <th scope="col">Orders</th>
                  <th scope="col">Units</th>
                  <th scope="col">Revenue</th>
                </tr>
              </thead>
              <tbody id="products"></tbody>
            </table>
            <p class="empty" id="no-products">No product was looked at yet.</p>
          </section>
          <section class="card proof" aria-labelledby="proof-title">
            <h2 id="proof-title">Is anything missing?</h2>
            <p class="verdict" id="verdict"></p>
            <dl class="sum" id="sum"></dl>
            <ul class="gaps" id="gaps"></ul>
          </section>
        </main>
      </body>
    </html>`;
  return document.markup;
}
