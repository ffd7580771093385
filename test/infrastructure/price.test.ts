/** What bounds the price: an alarm that a stranger's flood crosses, and budgets on the day and the month. */
import { describe, expect, test } from "vitest";
import { MAX_EVENTS } from "../../examples/ingest-lambda/src/limits.ts";
import { OPTIONS } from "../../examples/infrastructure/options/options.ts";
import { BUDGET_BY_TOPIC, DEFAULTS, EVERYTHING, TOPIC } from "./choices.ts";
import { createReader, TEMPLATES } from "./read-resources.ts";

test("by default the alarm sees a stranger who sends no more than two full requests a second", () => {
  expect(2 * 3_600 * Math.min(MAX_EVENTS, 25)).toBeGreaterThan(OPTIONS.maxEventsPerHour.default);
});

describe.each(TEMPLATES)("the budgets of %s", { timeout: 60_000 }, (template) => {
  const { list } = createReader(template);
  const EMAIL = [{ SubscriptionType: "EMAIL", Address: "owner@shop.example" }];
  const report = (NotificationType: string, Threshold: number, Subscribers: readonly object[]) => ({
    Notification: { NotificationType, ComparisonOperator: "GREATER_THAN", Threshold },
    Subscribers,
  });

  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-budgets-budget-budgetdata.html
  test("report a day above its amount, and a month that is near it or going to be", () => {
    expect(list("AWS::Budgets::Budget", EVERYTHING).map(({ Properties }) => Properties)).toEqual([
      {
        Budget: {
          BudgetName: "my-shop-daily",
          BudgetType: "COST",
          TimeUnit: "DAILY",
          BudgetLimit: { Amount: 10, Unit: "USD" },
        },
        NotificationsWithSubscribers: [report("ACTUAL", 100, EMAIL)],
      },
      {
        Budget: {
          BudgetName: "my-shop-monthly",
          BudgetType: "COST",
          TimeUnit: "MONTHLY",
          BudgetLimit: { Amount: 200, Unit: "USD" },
        },
        NotificationsWithSubscribers: [report("ACTUAL", 80, EMAIL), report("FORECASTED", 100, EMAIL)],
      },
    ]);
  });

  test("tell the alarms' topic where there is no address, and are not there without an amount", () => {
    const subscribers = [{ SubscriptionType: "SNS", Address: TOPIC }];

    expect(list("AWS::Budgets::Budget", BUDGET_BY_TOPIC).map(({ Properties }) => Properties)).toMatchObject([
      { NotificationsWithSubscribers: [{ Subscribers: subscribers }, { Subscribers: subscribers }] },
    ]);
    expect(list("AWS::Budgets::Budget", DEFAULTS)).toEqual([]);
  });
});
