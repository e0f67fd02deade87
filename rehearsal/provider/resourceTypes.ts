import type { AnyResourceType } from './table/resourceType';

type Rows = { readonly rows: readonly AnyResourceType[] };

/** Rows by service. A file is loaded when its service is first used, because each loads an SDK client. */
const services = {
  cloudtrail: () => [require('./resources/cloudtrail')],
  cloudwatch: () => [
    require('./resources/cloudwatch'),
    require('./resources/cloudwatchLogs'),
    require('./resources/eventBuses'),
    require('./resources/eventbridge'),
  ],
  dynamodb: () => [require('./resources/dynamodb')],
  iam: () => [require('./resources/iam')],
  kms: () => [require('./resources/kms')],
  lambda: () => [require('./resources/lambda')],
  s3: () => [require('./resources/s3Bucket'), require('./resources/s3BucketSettings'), require('./resources/s3Object')],
  sagemaker: () => [require('./resources/sagemaker')],
  scheduler: () => [require('./resources/scheduler')],
  sns: () => [require('./resources/sns')],
  sqs: () => [require('./resources/sqs')],
} as const satisfies Record<string, () => Rows[]>;

function loadRows(service: keyof typeof services): readonly AnyResourceType[] {
  return services[service]().flatMap(({ rows }) => rows);
}

/** Tokens of the supported types. */
export function resourceTokens(): string[] {
  return (Object.keys(services) as (keyof typeof services)[])
    .flatMap(loadRows)
    .map(({ token }) => token)
    .sort();
}

const byToken = new Map<string, AnyResourceType>();

/** The row of a type token. Throws for an unsupported type. */
export function resourceTypeOf(token: string): AnyResourceType {
  const loaded = byToken.get(token);
  if (loaded) return loaded;
  const service = /^aws:([a-z0-9]+)\//.exec(token)?.[1] ?? '';
  if (Object.hasOwn(services, service)) {
    for (const row of loadRows(service as keyof typeof services)) byToken.set(row.token, row);
  }
  const row = byToken.get(token);
  if (row) return row;
  throw new Error(
    `the rehearsal's aws provider does not support type '${token}'; supported: ${resourceTokens().join(', ')}`,
  );
}
