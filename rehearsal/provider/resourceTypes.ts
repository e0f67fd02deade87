import type { AnyResourceType } from './table/resourceType';

type Rows = { readonly rows: readonly AnyResourceType[] };

/** Rows by service: a file is loaded at the first use of its service, since each brings an SDK client with it. */
const services = {
  cloudtrail: () => [require('./resources/cloudtrail')],
  cloudwatch: () => [
    require('./resources/cloudwatch'),
    require('./resources/cloudwatchLogs'),
    require('./resources/eventbridge'),
  ],
  iam: () => [require('./resources/iam')],
  kms: () => [require('./resources/kms')],
  lambda: () => [require('./resources/lambda')],
  s3: () => [require('./resources/s3Bucket'), require('./resources/s3BucketSettings')],
  sagemaker: () => [require('./resources/sagemaker')],
  sns: () => [require('./resources/sns')],
  sqs: () => [require('./resources/sqs')],
} as const satisfies Record<string, () => Rows[]>;

function rowsOf(service: keyof typeof services): readonly AnyResourceType[] {
  return services[service]().flatMap(({ rows }) => rows);
}

/** Every type that the provider manages. */
export function resourceTokens(): string[] {
  return (Object.keys(services) as (keyof typeof services)[])
    .flatMap(rowsOf)
    .map(({ token }) => token)
    .sort();
}

const byToken = new Map<string, AnyResourceType>();

/** The row of a type token. */
export function resourceTypeOf(token: string): AnyResourceType {
  const known = byToken.get(token);
  if (known) return known;
  const service = /^aws:([a-z0-9]+)\//.exec(token)?.[1] ?? '';
  if (Object.hasOwn(services, service)) {
    for (const row of rowsOf(service as keyof typeof services)) byToken.set(row.token, row);
  }
  const row = byToken.get(token);
  if (row) return row;
  throw new Error(`the rehearsal's aws provider has no type '${token}'; it has ${resourceTokens().join(', ')}`);
}
