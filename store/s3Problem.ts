import { UserError } from '../contract/userError';

interface Attempt {
  /** `s3://` address of the store. */
  readonly address: string;
  readonly bucket: string;
  /** What failed, such as `read baselines/...`. */
  readonly action: string;
  readonly endpoint: string | undefined;
}

type Sentence = (attempt: Attempt) => string;

const expired: Sentence = ({ address }) =>
  `${address}: the AWS credentials are invalid or expired; sign in again, for example with 'aws sso login'`;
const denied: Sentence = ({ address, action }) =>
  `${address}: access denied (${action}): the caller needs s3:ListBucket on the bucket, s3:GetObject or s3:PutObject on the key, and the use of its KMS key`;
const unreachable: Sentence = ({ address, endpoint }) =>
  `${address}: cannot connect to ${endpoint ?? 'AWS'}; check the network, and --endpoint-url or AWS_ENDPOINT_URL for a local AWS`;

/** Error texts by the error's name or code. */
const sentences: Readonly<Record<string, Sentence>> = {
  NoSuchBucket: ({ address, bucket }) =>
    `${address}: bucket '${bucket}' does not exist; 'pulumi stack output' prints the names of a stack's buckets`,
  AccessDenied: denied,
  Forbidden: denied,
  CredentialsProviderError: ({ address }) =>
    `${address}: no AWS credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
  ExpiredToken: expired,
  ExpiredTokenException: expired,
  InvalidAccessKeyId: expired,
  SignatureDoesNotMatch: expired,
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ECONNRESET: unreachable,
  TimeoutError: unreachable,
};

/** One sentence on why a call to S3 failed; errors without a text of their own keep AWS's name and message. */
export function s3Problem(error: unknown, attempt: Attempt): UserError {
  const { name = '', code = '', message = String(error) } = error as Partial<NodeJS.ErrnoException>;
  const sentence = sentences[code] ?? sentences[name];
  if (sentence) return new UserError(sentence(attempt));
  if (message.includes('Region is missing')) {
    return new UserError(`${attempt.address}: no AWS region; set AWS_REGION to the bucket's region`);
  }
  return new UserError(`${attempt.address}: cannot ${attempt.action} (${name}: ${message})`);
}
