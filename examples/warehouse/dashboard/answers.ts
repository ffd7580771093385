/** What the dashboard shows: the answers of the views, as plain numbers and text. */
import type { Database } from "../database/database.ts";
import type { LoadReport } from "../load/loader.ts";
import { chooseStepS } from "./steps.ts";

export interface Product {
  readonly product_id: string;
  readonly name: string | null;
  readonly views: number;
  readonly adds: number;
  readonly orders: number;
  readonly units: number;
  readonly revenue: number;
}

export interface Gap {
  readonly page_load_id: string;
  readonly last_seq: number;
  readonly stored: number;
  readonly dropped: number;
  readonly missing: number;
}

export interface Answers {
  readonly loaded: LoadReport;
  readonly totals: {
    readonly events: number;
    readonly visitors: number;
    readonly sessions: number;
    readonly orders: number;
    readonly revenue: number;
    readonly newest_received: string | null;
    readonly delay_p95_s: number | null;
  };
  /** How many sessions came so far, step after step. */
  readonly funnel: readonly { readonly step: string; readonly sessions: number }[];
  readonly traffic: {
    readonly stepS: number;
    /** Only steps with events; the page fills the gaps. */
    readonly steps: readonly { readonly start_s: number; readonly events: number }[];
  };
  readonly products: readonly Product[];
  readonly delivery: { readonly page_loads: number; readonly tracked: number; readonly stored: number } & {
    readonly dropped: number;
    readonly missing: number;
    /** Page loads with something missing, the largest gaps first. */
    readonly gaps: readonly Gap[];
  };
  readonly quarantine: readonly { readonly reason: string; readonly lines: number }[];
}

export async function askAll(database: Database, loaded: LoadReport): Promise<Answers> {
  const one = async <Row>(sql: string): Promise<Row> => {
    const [row] = await database.query<Row>(sql);
    if (row === undefined) throw new Error(`No answer to: ${sql}`);
    return row;
  };
  return {
    loaded,
    totals: await one(`select f.events, f.visitors, f.delay_p95_s, f.newest_received,
      (select count(*) from sessions) as sessions,
      (select count(distinct event_id) from order_items) as orders,
      (select coalesce(sum(price * quantity), 0)::float from order_items) as revenue from freshness as f`),
    funnel: await askFunnel(database),
    traffic: await askTraffic(database),
    products: await database.query(`select product_id, name, views, adds, orders, units::float, revenue::float
      from product_performance order by revenue desc, views desc, product_id limit 12`),
    delivery: {
      ...(await one<Omit<Answers["delivery"], "gaps">>(`select count(*) as page_loads,
        coalesce(sum(last_seq), 0)::float as tracked, coalesce(sum(stored), 0)::float as stored,
        coalesce(sum(dropped), 0)::float as dropped, coalesce(sum(missing), 0)::float as missing from delivery_proof`)),
      gaps: await database.query(`select page_load_id, last_seq, stored, dropped, missing from delivery_proof
        where missing <> 0 order by abs(missing) desc, page_load_id limit 10`),
    },
    quarantine: await database.query(
      "select reason, count(*) as lines from clickstream_quarantine group by reason order by lines desc limit 10",
    ),
  };
}

async function askFunnel(database: Database): Promise<Answers["funnel"]> {
  return database.query(`with total as (
      select coalesce(sum(sessions), 0)::float as a, coalesce(sum(product_view), 0)::float as b,
        coalesce(sum(add_to_cart), 0)::float as c, coalesce(sum(checkout_start), 0)::float as d,
        coalesce(sum(purchase), 0)::float as e from funnel)
    select step, sessions from total, lateral (values (1, 'session', a), (2, 'product_view', b), (3, 'add_to_cart', c),
      (4, 'checkout_start', d), (5, 'purchase', e)) as steps (place, step, sessions) order by place`);
}

/** Of the last day, in steps that make a picture: seconds for a shop that was opened just now. */
async function askTraffic(database: Database): Promise<Answers["traffic"]> {
  const [span] = await database.query<{ seconds: number | null }>(
    `select extract(epoch from max(received_at) - min(received_at))::float as seconds from clickstream_events
     where received_at > (select max(received_at) - interval '1 day' from clickstream_events)`,
  );
  const stepS = chooseStepS(span?.seconds ?? 0);
  const steps = await database.query<{ start_s: number; events: number }>(
    `select (floor(extract(epoch from received_at) / $1::int) * $1::int)::float as start_s, count(*) as events
     from clickstream_events
     where received_at > (select max(received_at) - interval '1 day' from clickstream_events)
     group by 1 order by 1`,
    [stepS],
  );
  return { stepS, steps };
}
