/** The CDK app: `cdk deploy --app "node examples/infrastructure/cdk/app.ts" -c ...`. */
import { App } from "aws-cdk-lib";
import { createStack } from "./stack.ts";

createStack(new App());
