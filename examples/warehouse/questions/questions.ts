/** The questions that the warehouse answers, in SQL that PostgreSQL and DuckDB both run. */

export interface Question {
  readonly title: string;
  readonly sql: string;
}

export const QUESTIONS = {
  freshness: { title: "How fresh is it?", sql: "select * from freshness" },
  funnel: {
    title: "How many sessions reach each step of the funnel? (by day)",
    sql: `select cast(day as text) as day, sessions, product_view, add_to_cart, checkout_start, purchase
      from funnel order by day desc limit 14`,
  },
  products: {
    title: "How does each product perform?",
    sql: `select p.*, m.currency, m.revenue - m.refunded as revenue
      from product_performance as p left join product_revenue as m using (product_id)
      order by orders desc, units desc, views desc, product_id, currency limit 20`,
  },
  revenue: {
    title: "How much was sold, and how much was paid back? (by day and currency)",
    sql: `select cast(day as text) as day, currency, orders, revenue, refunded, orders_without_amount
      from revenue order by day desc, currency limit 20`,
  },
  sessions: {
    title: "How many sessions, and how long are they?",
    sql: `select count(*) as sessions, count(distinct visitor_id) as visitors, avg(events) as events_each,
      avg(extract(epoch from ended_at - started_at)) as seconds_each from sessions`,
  },
  delivery: {
    title: "Is anything missing?",
    sql: `select count(*) as page_loads, coalesce(sum(last_seq), 0) as tracked, coalesce(sum(stored), 0) as stored,
      coalesce(sum(dropped), 0) as dropped, coalesce(sum(missing), 0) as missing,
      count(*) filter (where missing <> 0) as page_loads_with_gaps,
      (select count(*) from clickstream_events where page_load_id is null or event_seq is null) as not_provable
      from delivery_proof`,
  },
} as const satisfies Readonly<Record<string, Question>>;

/** Only the database has an answer to this one: the files have no quarantine. */
export const QUARANTINE: Question = {
  title: "Which lines are in quarantine?",
  sql: `select reason, count(*) as lines, min(object_key) as first_object from clickstream_quarantine
    group by reason order by lines desc limit 20`,
};
