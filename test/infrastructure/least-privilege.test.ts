/** Lists all that the templates allow. Whatever is added to them is found here. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DEFAULTS, KEYS_SECRET, resolveBoth, WITH_EDGE, WITH_KEYS } from "./choices.ts";
import { listGrants } from "./grants.ts";
import { resolveSam, SAM_FILE } from "./sam.ts";

const BUCKET = "<AWS::S3::Bucket>";
const LOG = "<AWS::Logs::LogGroup /aws/lambda/clickstream-lambda-ingest Arn>";
const API =
  "arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<AWS::ApiGatewayV2::Api clickstream-http-api>";
const INGEST = "<AWS::Lambda::Function clickstream-lambda-ingest Arn>";

const EXPECTED = [
  `lambda:InvokeFunction on ${INGEST} for apigateway.amazonaws.com from ${API}/*/*/clickstream`,
  `logs:CreateLogStream on ${LOG}`,
  `logs:PutLogEvents on ${LOG}`,
  `s3:PutObject on ${BUCKET.replace(">", " Arn>")}/events/*`,
];

test("the templates allow the function to put events and to write its own log, and the gateway to call it", () => {
  const { SAM, CDK } = resolveBoth(DEFAULTS);

  expect(listGrants(SAM)).toEqual(EXPECTED);
  expect(listGrants(CDK)).toEqual(EXPECTED);
});

describe("would be found:", () => {
  const yaml = readFileSync(SAM_FILE, "utf8");

  test.each([
    [
      "an action more",
      "Action: s3:PutObject\n                  Resource",
      "Action: [s3:PutObject, s3:GetObject]\n                  Resource",
    ],
    ["every action", "Action: s3:PutObject\n                  Resource", "Action: s3:*\n                  Resource"],
    [
      "all but some actions",
      "Action: s3:PutObject\n                  Resource",
      "NotAction: s3:GetObject\n                  Resource",
    ],
    [
      "a resource more",
      'Resource: !Sub "${EventsBucket.Arn}/events/*"\n          - PolicyName',
      'Resource: [!Sub "${EventsBucket.Arn}/events/*", "*"]\n          - PolicyName',
    ],
    [
      "a wider resource",
      'Resource: !Sub "${EventsBucket.Arn}/events/*"\n          - PolicyName',
      'Resource: !Sub "${EventsBucket.Arn}/*"\n          - PolicyName',
    ],
    ["every log group", "Resource: !GetAtt IngestLog.Arn", 'Resource: "*"'],
    [
      "a managed policy",
      "      Policies:\n",
      "      ManagedPolicyArns: [arn:aws:iam::aws:policy/AWSLambdaExecute]\n      Policies:\n",
    ],
    ["no role of its own", "      Role: !GetAtt IngestRole.Arn\n", ""],
    [
      "a policy that SAM expands",
      "      Role: !GetAtt IngestRole.Arn\n",
      "      Role: !GetAtt IngestRole.Arn\n      Policies: [S3CrudPolicy]\n",
    ],
    [
      "a policy of the bucket",
      "Sid: CreateEventsOnly\n            Effect: Deny",
      "Sid: CreateEventsOnly\n            Effect: Allow",
    ],
    ["a caller from any API", /\n {6}SourceArn: .*clickstream"/, ""],
    [
      "a policy elsewhere",
      "\nOutputs:",
      "\n  More:\n    Type: AWS::IAM::Policy\n    Properties: { PolicyDocument: { Statement: [{ Effect: Allow, Action: s3:*, Resource: '*' }] } }\n\nOutputs:",
    ],
  ])("%s", (_what, from, to) => {
    const changed = yaml.replace(from, to);

    expect(changed).not.toBe(yaml);
    expect(listGrants(resolveSam({}, changed))).not.toEqual(EXPECTED);
  });
});

test("the authorizer may read the secrets that it compares and write its own log, and nothing else", () => {
  const ownLog = "<AWS::Logs::LogGroup /aws/lambda/clickstream-lambda-authorizer Arn>";
  const { SAM, CDK } = resolveBoth({ name: "", options: { ...WITH_KEYS.options, ...WITH_EDGE.options } });
  const expected = [
    expect.stringMatching(
      /^lambda:InvokeFunction on <.*authorizer Arn> for apigateway.* from .*\/authorizers\/<.* secrets>$/,
    ),
    `logs:CreateLogStream on ${ownLog}`,
    `logs:PutLogEvents on ${ownLog}`,
    "secretsmanager:GetSecretValue on <AWS::SecretsManager::Secret>",
    `secretsmanager:GetSecretValue on ${KEYS_SECRET}`,
  ];

  expect(listGrants(SAM).filter((grant) => !EXPECTED.includes(grant))).toEqual(expected);
  expect(listGrants(CDK).filter((grant) => !EXPECTED.includes(grant))).toEqual(expected);
});
