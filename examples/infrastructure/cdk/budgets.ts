/** Budgets on the day and on the month. They see costs some hours later, and also those that no alarm knows of. */
import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import type { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";

type BudgetOptions = Pick<
  OptionValues,
  "environmentName" | "dailyBudgetUsd" | "monthlyBudgetUsd" | "budgetEmail" | "alarmTopicArn"
>;

interface BudgetRule {
  readonly unit: "daily" | "monthly";
  readonly amountUsd: number;
  readonly reports: readonly (readonly ["ACTUAL" | "FORECASTED", percent: number])[];
}

/** Of the whole account: a filter by tag or service would leave out costs without saying so. */
export function createBudgets(scope: Construct, options: BudgetOptions): void {
  const { environmentName, dailyBudgetUsd, monthlyBudgetUsd, budgetEmail, alarmTopicArn } = options;
  const subscriber =
    budgetEmail === ""
      ? { subscriptionType: "SNS", address: alarmTopicArn }
      : { subscriptionType: "EMAIL", address: budgetEmail };
  const rules: readonly BudgetRule[] = [
    // There is no forecast of a day.
    { unit: "daily", amountUsd: dailyBudgetUsd, reports: [["ACTUAL", 100]] },
    {
      unit: "monthly",
      amountUsd: monthlyBudgetUsd,
      reports: [
        ["ACTUAL", 80],
        ["FORECASTED", 100],
      ],
    },
  ];

  for (const { unit, amountUsd, reports } of rules.filter((rule) => rule.amountUsd > 0)) {
    new CfnBudget(scope, `${unit}-budget`, {
      budget: {
        budgetName: `${environmentName}-${unit}`,
        budgetType: "COST",
        timeUnit: unit.toUpperCase(),
        budgetLimit: { amount: amountUsd, unit: "USD" },
      },
      notificationsWithSubscribers: reports.map(([notificationType, threshold]) => ({
        notification: { notificationType, comparisonOperator: "GREATER_THAN", threshold },
        subscribers: [subscriber],
      })),
    });
  }
}
