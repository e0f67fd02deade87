import { UserError } from '../contract/userError';

interface Attempt {
  /** `s3://` address of the store. */
  readonly address: string;
  readonly bucket: string;
  /** What was tried, such as `read baselines/...`. */
  readonly what: string;
  readonly endpoint: string | undefined;
}

type Sentence = (attempt: Attempt) => string;

const signIn: Sentence = ({ address }) =>
  `${address}: the AWS credentials are not valid any more; sign in again, such as by 'aws sso login'`;
const refused: Sentence = ({ address, what }) =>
  `${address}: AWS refuses to ${what}: the caller needs s3:ListBucket on the bucket, s3:GetObject or s3:PutObject on the key, and the use of its KMS key`;
const unreachable: Sentence = ({ address, endpoint }) =>
  `${address}: ${endpoint ?? 'AWS'} can't be reached; check the network, and --endpoint-url or AWS_ENDPOINT_URL where a local AWS is meant`;

/** What to tell people, by the error's name or code. */
const sentences: Readonly<Record<string, Sentence>> = {
  NoSuchBucket: ({ address, bucket }) =>
    `${address}: there is no bucket '${bucket}'; 'pulumi stack output storeBucketName' says the store's name`,
  AccessDenied: refused,
  Forbidden: refused,
  CredentialsProviderError: ({ address }) =>
    `${address}: no AWS credentials were found; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
  ExpiredToken: signIn,
  ExpiredTokenException: signIn,
  InvalidAccessKeyId: signIn,
  SignatureDoesNotMatch: signIn,
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ECONNRESET: unreachable,
  TimeoutError: unreachable,
};

/** One sentence on why a call to S3 failed; any other error is named as AWS names it. */
export function s3Problem(error: unknown, attempt: Attempt): UserError {
  const { name = '', code = '', message = String(error) } = error as Partial<NodeJS.ErrnoException>;
  const sentence = sentences[code] ?? sentences[name];
  if (sentence) return new UserError(sentence(attempt));
  if (message.includes('Region is missing')) {
    return new UserError(`${attempt.address}: no AWS region is set; set AWS_REGION to the bucket's`);
  }
  return new UserError(`${attempt.address}: cannot ${attempt.what} (${name}: ${message})`);
}
