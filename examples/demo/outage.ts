/** Takes the ingest offline and back, so that whoever tries the demo sees what the SDK keeps meanwhile. */
import type { FastifyInstance } from "fastify";

export interface Outage {
  isOn(): boolean;
  set(isOn: boolean): void;
}

export function createOutage(): Outage {
  let isNow = false;
  return {
    isOn: () => isNow,
    set(isOn) {
      isNow = isOn;
    },
  };
}

/** `GET` and `PUT /demo/outage`, with `{ "isOn": true }`. A page of another site may not send JSON by `PUT`. */
export function registerOutage(app: FastifyInstance, outage: Outage): void {
  app.get("/demo/outage", () => ({ isOn: outage.isOn() }));
  app.put<{ Body: { readonly isOn?: unknown } | null }>("/demo/outage", ({ body }) => {
    outage.set(body?.isOn === true);
    return { isOn: outage.isOn() };
  });
}
