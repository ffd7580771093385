/** Says to an operator what to do about a failure, by the code that the log has. A test finds each code in the runbook. */

const SET_ON_OR_OFF = "has to be on or off.";

const HINTS: Readonly<Partial<Record<string, string>>> = {
  // What the function was called with.
  payload_format_1_0:
    "API Gateway calls the function with payload format 1.0, as REST APIs do. Use an HTTP API, and set the payload format of its integration to 2.0.",
  load_balancer_event: "A load balancer calls the function. Put an HTTP API or a function URL in front of it.",
  records_event:
    "A trigger of S3, SQS, SNS or a stream calls the function, which takes HTTP requests. Remove the trigger.",
  no_http_request:
    "The function was called without an HTTP request. Send POST /clickstream, or use the test event apigateway-http-api-proxy of the console.",

  // Settings.
  aws_credentials_missing: "There are no credentials. On Lambda they come with the function's role.",
  raw_bucket_name_missing: "Set RAW_BUCKET_NAME to the name of the bucket.",
  raw_bucket_name_invalid: "RAW_BUCKET_NAME has to be the bucket's name alone: no s3://, no path, no ARN.",
  storage_layout_unknown: "STORAGE_LAYOUT has to be event, batch or firehose.",
  firehose_stream_name_missing: "Set FIREHOSE_STREAM_NAME to the name of the stream.",
  firehose_stream_name_invalid: "FIREHOSE_STREAM_NAME has to be the stream's name alone, and not its ARN.",
  aws_endpoint_url_invalid: "AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL_FIREHOSE is no address. Remove it on AWS.",
  id_cookie_unknown: `ID_COOKIE ${SET_ON_OR_OFF}`,
  honour_gpc_unknown: `HONOUR_GPC ${SET_ON_OR_OFF}`,
  allow_opaque_origins_unknown: `ALLOW_OPAQUE_ORIGINS ${SET_ON_OR_OFF}`,
  token_settings_incomplete: "TOKEN_ISSUER and TOKEN_AUDIENCE belong together: set both, or none.",
  token_issuer_invalid: "TOKEN_ISSUER has to be the issuer's https address, as the claim iss of its tokens has it.",
  allowed_origins_invalid:
    "ALLOWED_ORIGINS has an entry that no page can have. Entries are like https://shop.example, *.shop.example or *. For pages without an origin there is ALLOW_OPAQUE_ORIGINS.",

  // Answers of S3 and Firehose.
  AccessDenied: "The function's role may not put objects under events/, or the bucket's policy refuses them.",
  AccessDeniedException: "The function's role may not put records into the stream.",
  NoSuchBucket: "The bucket in RAW_BUCKET_NAME does not exist.",
  ResourceNotFoundException: "The stream in FIREHOSE_STREAM_NAME does not exist in the function's region.",
  PermanentRedirect: "The bucket is in another region than the function. Deploy the function in the bucket's region.",
  AuthorizationHeaderMalformed:
    "The bucket is in another region than the function. Deploy the function in the bucket's region.",
  InvalidAccessKeyId: "AWS does not know the function's keys. Remove AWS_ACCESS_KEY_ID from its own settings.",
  SignatureDoesNotMatch: "AWS does not accept the function's keys. Remove AWS_SECRET_ACCESS_KEY from its own settings.",
  "KMS.DisabledException": "The KMS key of the bucket is disabled.",
  "KMS.NotFoundException": "The KMS key of the bucket does not exist.",
  ExpiredToken: "The keys of this instance of the function are too old. Lambda gives new ones to its next instance.",
  SlowDown: "S3 gets more puts than it takes at the moment. STORAGE_LAYOUT=batch makes one put for each request.",

  // The network.
  ENOTFOUND: "There is no such host. Check AWS_REGION, and the DNS of the function's VPC.",
  TimeoutError: "AWS does not answer in time. A function in a VPC needs a gateway endpoint for S3.",
};

/** Returns the hint of the first code that has one. */
export function findHint(codes: readonly string[]): string | undefined {
  return codes.flatMap((code) => HINTS[code] ?? [])[0];
}

export const HINTED_CODES = Object.keys(HINTS);
