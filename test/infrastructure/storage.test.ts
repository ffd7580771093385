/** Firehose, and a key of one's own: what is made of them, and what the roles may do with them. */
import { describe, expect, test } from "vitest";
import { isLoadable } from "../../examples/warehouse/sources/object-source.ts";
import { DEFAULTS, EVERYTHING, KEY, resolveBoth, WITH_FIREHOSE } from "./choices.ts";
import { listGrants } from "./grants.ts";
import { createReader, TEMPLATES } from "./read-resources.ts";

const BUCKET = "<AWS::S3::Bucket Arn>";
const STREAM = "clickstream-firehose";

describe.each(TEMPLATES)("in the template of %s", { timeout: 60_000 }, (template) => {
  const { list, only, propertiesOf } = createReader(template);
  const grants = (choice: typeof DEFAULTS): readonly string[] =>
    listGrants(resolveBoth(choice)[template]).filter((grant) => !/^(?:lambda|logs|secretsmanager|xray):/.test(grant));

  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-kinesisfirehose-deliverystream-extendeds3destinationconfiguration.html
  test("Firehose writes gzip into folders by day, and apart from them what it could not deliver", () => {
    expect(propertiesOf("AWS::KinesisFirehose::DeliveryStream", WITH_FIREHOSE)).toEqual({
      DeliveryStreamName: STREAM,
      DeliveryStreamType: "DirectPut",
      DeliveryStreamEncryptionConfigurationInput: { KeyType: "AWS_OWNED_CMK" },
      ExtendedS3DestinationConfiguration: {
        BucketARN: BUCKET,
        RoleARN: expect.stringContaining("<AWS::IAM::Role write-files+write-own-log+encrypt-files"),
        Prefix: "events/!{timestamp:yyyy/MM/dd}/",
        ErrorOutputPrefix: "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/",
        FileExtension: ".ndjson.gz",
        CompressionFormat: "GZIP",
        BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 64 },
        CloudWatchLoggingOptions: {
          Enabled: true,
          LogGroupName: `<AWS::Logs::LogGroup /aws/kinesisfirehose/${STREAM}>`,
          LogStreamName: expect.stringContaining("AWS::Logs::LogStream"),
        },
      },
    });
    expect(list("AWS::KinesisFirehose::DeliveryStream", DEFAULTS)).toEqual([]);
  });

  test("the readers take the files that Firehose names so", () => {
    const file = `events/2026/11/30/${STREAM}-1-2026-11-30-08-00-00-0193a1b2-0000-7000-8000-000000000000.ndjson.gz`;

    expect(isLoadable(file)).toBe(true);
  });

  test("the function sends to the stream, and may put no object", () => {
    expect(propertiesOf("AWS::Lambda::Function", WITH_FIREHOSE)).toMatchObject({
      Environment: {
        Variables: {
          STORAGE_LAYOUT: "firehose",
          FIREHOSE_STREAM_NAME: expect.stringContaining("AWS::KinesisFirehose::DeliveryStream"),
        },
      },
    });
    expect(grants(WITH_FIREHOSE)).toEqual(
      [
        expect.stringMatching(/^firehose:PutRecordBatch on <AWS::KinesisFirehose::DeliveryStream.* Arn>$/),
        `kms:Decrypt on ${KEY}`,
        `kms:GenerateDataKey on ${KEY}`,
        ...["events", "errors"].flatMap((folder) =>
          ["AbortMultipartUpload", "GetObject", "PutObject"].map((act) => `s3:${act} on ${BUCKET}/${folder}/*`),
        ),
        ...["GetBucketLocation", "ListBucket", "ListBucketMultipartUploads"].map((act) => `s3:${act} on ${BUCKET}`),
      ].sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    );
  });

  test("Firehose acts for this account only, and only Firehose may put without If-None-Match", () => {
    const role = list("AWS::IAM::Role", WITH_FIREHOSE).find(({ Properties }) =>
      JSON.stringify(Properties["AssumeRolePolicyDocument"]).includes("firehose.amazonaws.com"),
    );

    expect(role?.Properties["AssumeRolePolicyDocument"]).toMatchObject({
      Statement: [{ Condition: { StringEquals: { "aws:SourceAccount": "<AWS::AccountId>" } } }],
    });
    expect(only("AWS::S3::BucketPolicy", WITH_FIREHOSE).Properties["PolicyDocument"]).toMatchObject({
      Statement: [
        {},
        {
          Sid: "CreateEventsOnly",
          Condition: {
            Null: { "s3:if-none-match": "true" },
            ArnNotEquals: { "aws:PrincipalArn": expect.stringMatching(/^<AWS::IAM::Role write-files.* Arn>$/) },
          },
        },
      ],
    });
  });

  test("a key of one's own encrypts the logs, and the function may only make keys of objects with it", () => {
    const logs = list("AWS::Logs::LogGroup", EVERYTHING);

    expect(logs.map(({ Properties }) => Properties["KmsKeyId"])).toEqual(logs.map(() => KEY));
    expect(grants(EVERYTHING)).toEqual([`kms:GenerateDataKey on ${KEY}`, `s3:PutObject on ${BUCKET}/events/*`]);
  });

  test("traces are written where they are asked for", () => {
    const traces = listGrants(resolveBoth(EVERYTHING)[template]).filter((grant) => grant.startsWith("xray:"));

    expect(propertiesOf("AWS::Lambda::Function", EVERYTHING, "my-shop-lambda-ingest")).toMatchObject({
      TracingConfig: { Mode: "Active" },
    });
    expect(traces).toEqual(["xray:PutTelemetryRecords on *", "xray:PutTraceSegments on *"]);
    expect(propertiesOf("AWS::Lambda::Function", DEFAULTS)).not.toHaveProperty("TracingConfig");
  });
});
