/** The part of the peers' types that the bench uses, so that a type-check does not need them installed. */

declare module "@snowplow/browser-tracker" {
  export function newTracker(namespace: string, endpoint: string, options: { readonly appId: string }): unknown;
  export function trackSelfDescribingEvent(event: {
    readonly event: { readonly schema: string; readonly data: object };
  }): void;
}

declare module "@segment/analytics-next" {
  export const AnalyticsBrowser: {
    load(settings: { readonly writeKey: string; readonly cdnSettings: object }): {
      track(name: string, properties: object): Promise<unknown>;
    };
  };
}

declare module "@amplitude/analytics-browser" {
  export function init(apiKey: string, options: object): unknown;
  export function track(name: string, properties: object): unknown;
}

declare module "posthog-js" {
  const posthog: {
    init(token: string, options: object): void;
    capture(name: string, properties: object): void;
  };
  export default posthog;
}
