/** Serves the shop's pages and pictures. */
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { buildContentSecurityPolicy } from "../../web/content-security-policy.ts";
import { COLLECTIONS, findProduct } from "./model/catalogue.ts";
import { accountPage } from "./pages/account-page.ts";
import { cartPage } from "./pages/cart-page.ts";
import { checkoutPage } from "./pages/checkout-page.ts";
import { homePage } from "./pages/home.ts";
import { layOut, type Page } from "./pages/layout.ts";
import { notFoundPage } from "./pages/not-found-page.ts";
import { productListPage, searchPage } from "./pages/product-list.ts";
import { productPage } from "./pages/product-page.ts";
import { thankYouPage } from "./pages/thank-you-page.ts";

/** `endpoint` is where the pages' tracker sends to. */
export function registerShop(app: FastifyInstance, endpoint: string): void {
  const policy = buildContentSecurityPolicy([new URL(endpoint).origin]);

  const show = (reply: FastifyReply, page: Page | undefined): FastifyReply =>
    reply
      .code(page ? 200 : 404)
      .header("content-security-policy", policy)
      .type("text/html; charset=utf-8")
      .send(layOut(page ?? notFoundPage(), endpoint));

  app.register(fastifyStatic, {
    root: fileURLToPath(new URL("public", import.meta.url)),
    prefix: "/public/",
    // So that an edited picture shows on the next reload.
    cacheControl: false,
  });
  app.get("/", (_, reply) => show(reply, homePage()));
  app.get("/products", (_, reply) => show(reply, productListPage()));
  app.get<{ Params: { id: string } }>("/products/:id", ({ params }, reply) => {
    const product = findProduct(params.id);
    return show(reply, product && productPage(product));
  });
  app.get<{ Params: { id: string } }>("/collections/:id", ({ params }, reply) => {
    const collection = COLLECTIONS.find(({ id }) => id === params.id);
    return show(reply, collection && productListPage(collection));
  });
  app.get<{ Querystring: { q?: unknown } }>("/search", ({ query: { q } }, reply) =>
    show(reply, searchPage(typeof q === "string" ? q : "")),
  );
  app.get("/account", (_, reply) => show(reply, accountPage()));
  app.get("/cart", (_, reply) => show(reply, cartPage()));
  app.get("/checkout", (_, reply) => show(reply, checkoutPage()));
  app.get("/thank-you", (_, reply) => show(reply, thankYouPage()));
  app.setNotFoundHandler((_, reply) => show(reply, undefined));
}
