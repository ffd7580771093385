/** PostHog: its defaults for delivery, to an endpoint of our own, without what it loads or captures by itself. */
import posthog from "posthog-js";
import type { Create } from "../page/contender.ts";

export const create: Create = (endpoint) => {
  posthog.init("bench", {
    api_host: endpoint,
    advanced_disable_flags: true,
    disable_external_dependency_loading: true,
    disable_session_recording: true,
    disable_surveys: true,
    autocapture: false,
    capture_pageview: false,
    capture_pageleave: false,
    // It takes a browser without a screen for a bot, and would send nothing.
    opt_out_useragent_filter: true,
  });
  return ({ product, quantity }) => posthog.capture("add_to_cart", { product, quantity });
};
