/** Carries requests between pages and the endpoint. A page that is over hears no answer. */
import type { Outcome, OutgoingRequest } from "../../../../src/platform/platform.ts";
import type { Batch } from "../../../../src/wire.ts";
import type { Endpoint, Reply } from "./endpoint.ts";
import type { PageLifecycle } from "./page-lifecycle.ts";
import type { Timeline } from "./timeline.ts";
import type { Violations } from "./assert-invariant.ts";

/** A page, as the network knows it. */
export interface Caller {
  readonly number: number;
  readonly lifecycle: PageLifecycle;
  /** It has no keepalive: what is sent while leaving is handed to the browser, which tells nothing. */
  readonly hasBeaconOnly: boolean;
}

export interface Exchange {
  readonly caller: Caller;
  readonly batch: Batch;
  readonly isLeaving: boolean;
}

export interface NetworkParts {
  readonly timeline: Timeline;
  readonly endpoint: Endpoint;
  readonly violations: Violations;
  readonly onSent: (exchange: Exchange) => void;
  readonly onAnswered: (exchange: Exchange, outcome: Outcome) => void;
}

export interface Network {
  send(caller: Caller, request: OutgoingRequest): Promise<Outcome>;
  turn(isOnline: boolean): void;
  /** The page is over: what it has sent arrives, or does not. */
  abandon(caller: Caller, arrives: boolean): void;
  /** How many requests the pages have sent. */
  sent(): number;
  /** Sends a body again that somebody sent before. */
  replay(index: number): void;
}

const TRAVEL_MS = 20;
const UNREACHABLE: Outcome = { status: 0 };

export function createNetwork({ timeline, endpoint, violations, onSent, onAnswered }: NetworkParts): Network {
  const bodies: string[] = [];
  const underway = new Map<object, Caller>();
  let isOnline = true;

  const carry = (caller: Caller, body: string, reply: (outcome: Outcome) => void): void => {
    const flight = {};
    underway.set(flight, caller);
    timeline.after(TRAVEL_MS, () => {
      if (!underway.delete(flight)) return;
      void receive(body).then((answer) => {
        const { outcome, delayMs = 0 } = answer ?? {};
        if (outcome) timeline.after(delayMs, () => reply(outcome));
      });
    });
  };

  const receive = (body: string): Promise<Reply | undefined> =>
    endpoint.receive(body).catch((error: unknown) => {
      violations.add(error);
      return undefined;
    });

  return {
    send(caller, { body, requestTimeoutMs, keepalive }) {
      return new Promise((resolve) => {
        if (!caller.lifecycle.sideEffect(() => true)) return;
        const exchange: Exchange = { caller, batch: JSON.parse(body) as Batch, isLeaving: keepalive };
        let isOpen = true;
        const reply = (outcome: Outcome): void =>
          caller.lifecycle.run(() => {
            if (!isOpen) return;
            isOpen = false;
            onAnswered(exchange, outcome);
            resolve(outcome);
          });

        onSent(exchange);
        bodies.push(body);
        if (keepalive && caller.hasBeaconOnly) {
          if (isOnline) carry(caller, body, () => undefined);
          reply({ status: 0 });
          return;
        }
        if (isOnline) carry(caller, body, reply);
        timeline.after(isOnline ? requestTimeoutMs : 1, () => reply(UNREACHABLE));
      });
    },
    turn(next) {
      isOnline = next;
    },
    abandon(caller, arrives) {
      if (arrives) return;
      for (const [flight, owner] of underway) if (owner === caller) underway.delete(flight);
    },
    sent: () => bodies.length,
    replay(index) {
      const body = bodies[index % bodies.length];
      if (body !== undefined) void receive(body);
    },
  };
}
