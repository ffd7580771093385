/** Queries what the dashboard shows. The answers are plain numbers and text, since they are sent as JSON. */
import type { Database } from "../database/database.ts";
import type { LoadReport } from "../load/load-report.ts";
import { chooseStepS } from "./chart-steps.ts";

/** An amount in one currency. `null`: the events do not say which. */
export interface Money {
  readonly currency: string | null;
  readonly amount: number;
}

export interface Product {
  readonly product_id: string;
  readonly name: string | null;
  readonly views: number;
  readonly adds: number;
  readonly orders: number;
  readonly units: number;
  /** Without what was paid back. */
  readonly revenue: readonly Money[];
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
    /** Without what was paid back. */
    readonly revenue: readonly Money[];
    readonly newest_received: string | null;
    readonly delay_p95_s: number | null;
  };
  /** How many sessions reached each step. */
  readonly funnel: readonly { readonly step: string; readonly sessions: number }[];
  readonly traffic: {
    readonly stepS: number;
    /** Only steps that have events. The page adds the others. */
    readonly steps: readonly { readonly start_s: number; readonly events: number }[];
  };
  readonly products: readonly Product[];
  readonly delivery: { readonly page_loads: number; readonly tracked: number; readonly stored: number } & {
    readonly dropped: number;
    readonly missing: number;
    /** Events without a place in a page load: whether others like them are missing, nobody can say. */
    readonly not_provable: number;
    /** Page loads that miss events, those that miss most first. */
    readonly gaps: readonly Gap[];
  };
  readonly quarantine: readonly { readonly reason: string; readonly lines: number }[];
}

/** The answers as of now. `loaded` is what the loader did just before. */
export async function queryAnswers(database: Database, loaded: LoadReport): Promise<Answers> {
  return {
    loaded,
    totals: await queryTotals(database),
    funnel: await queryFunnel(database),
    traffic: await queryTraffic(database),
    products: await queryProducts(database),
    delivery: await queryDelivery(database),
    quarantine: await queryQuarantine(database),
  };
}

async function queryTotals(database: Database): Promise<Answers["totals"]> {
  return queryOne(
    database,
    `select f.events, f.visitors, f.delay_p95_s, f.newest_received,
      (select count(*) from sessions) as sessions,
      (select count(*) from orders) as orders,
      ${selectMoney("from revenue")} as revenue from freshness as f`,
  );
}

async function queryFunnel(database: Database): Promise<Answers["funnel"]> {
  return database.query(`with total as (
      select coalesce(sum(sessions), 0)::float as sessions, coalesce(sum(product_view), 0)::float as product_view,
        coalesce(sum(add_to_cart), 0)::float as add_to_cart, coalesce(sum(checkout_start), 0)::float as checkout_start,
        coalesce(sum(purchase), 0)::float as purchase from funnel)
    select step, steps.sessions from total, lateral (values (1, 'session', total.sessions),
      (2, 'product_view', product_view), (3, 'add_to_cart', add_to_cart), (4, 'checkout_start', checkout_start),
      (5, 'purchase', purchase)) as steps (position, step, sessions) order by position`);
}

/** Of the 24 hours before the newest event. A demo that was started just now gets steps of seconds. */
async function queryTraffic(database: Database): Promise<Answers["traffic"]> {
  const { seconds } = await queryOne<{ readonly seconds: number | null }>(
    database,
    `select extract(epoch from max(received_at) - min(received_at))::float as seconds from clickstream_events
     where received_at > (select max(received_at) - interval '1 day' from clickstream_events)`,
  );
  const stepS = chooseStepS(seconds ?? 0);
  const steps = await database.query<{ start_s: number; events: number }>(
    `select (floor(extract(epoch from received_at) / $1::int) * $1::int)::float as start_s, count(*) as events
     from clickstream_events
     where received_at > (select max(received_at) - interval '1 day' from clickstream_events)
     group by 1 order by 1`,
    [stepS],
  );
  return { stepS, steps };
}

async function queryProducts(database: Database): Promise<Answers["products"]> {
  return database.query(`select product_id, name, views, adds, orders, units::float,
      ${selectMoney("from product_revenue as m where m.product_id = p.product_id")} as revenue
    from product_performance as p order by orders desc, units desc, views desc, product_id limit 12`);
}

/** Builds the expression of a list: for each currency what was sold, less what was paid back. `from` names the amounts. */
function selectMoney(from: string): string {
  return `(select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount) order by currency), '[]')
    from (select currency, sum(revenue - refunded)::float as amount ${from} group by currency) as sums)`;
}

async function queryDelivery(database: Database): Promise<Answers["delivery"]> {
  const sums = await queryOne<Omit<Answers["delivery"], "gaps">>(
    database,
    `select count(*) as page_loads,
      coalesce(sum(last_seq), 0)::float as tracked, coalesce(sum(stored), 0)::float as stored,
      coalesce(sum(dropped), 0)::float as dropped, coalesce(sum(missing), 0)::float as missing,
      (select count(*) from clickstream_events where page_load_id is null or event_seq is null) as not_provable
      from delivery_proof`,
  );
  const gaps = await database.query<Gap>(`select page_load_id, last_seq, stored, dropped, missing from delivery_proof
    where missing <> 0 order by abs(missing) desc, page_load_id limit 10`);
  return { ...sums, gaps };
}

async function queryQuarantine(database: Database): Promise<Answers["quarantine"]> {
  return database.query(
    "select reason, count(*) as lines from clickstream_quarantine group by reason order by lines desc limit 10",
  );
}

/** For queries without `group by`, which always have one row. */
async function queryOne<Row>(database: Database, sql: string): Promise<Row> {
  const [row] = await database.query<Row>(sql);
  if (row === undefined) throw new Error(`No answer to: ${sql}`);
  return row;
}
