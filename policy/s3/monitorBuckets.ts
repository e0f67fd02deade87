import { textsIn } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';
import { companionsOfBuckets } from './bucketCompanions';

/** Properties of a monitor's resources that name its bucket in `s3://` URIs. */
const locations: Readonly<Record<string, readonly string[]>> = {
  'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition': [
    'dataQualityBaselineConfig',
    'dataQualityJobInput',
    'dataQualityJobOutputConfig',
  ],
  'aws:sagemaker/endpointConfiguration:EndpointConfiguration': ['dataCaptureConfig'],
};

const objectTypes = [
  'aws:s3/bucketObject:BucketObject',
  'aws:s3/bucketObjectv2:BucketObjectv2',
  'aws:s3/objectCopy:ObjectCopy',
] as const;

/** An object that the stack writes. */
interface StoredObject {
  readonly resource: Resource;
  readonly key: string;
}

/** What shows that a bucket holds what monitors read. */
export interface MonitorBuckets {
  /** Buckets of captures, baselines or reports, by the job definitions and endpoints that read or write them. */
  readonly used: ReadonlySet<Resource>;
  /** Objects with a known key. */
  readonly objects: ReadonlyMap<Resource, readonly StoredObject[]>;
}

export function monitorBuckets(resources: readonly Resource[]): MonitorBuckets {
  const objects = new Map(
    [...companionsOfBuckets(resources, objectTypes)].map(([bucket, { certain }]) => [
      bucket,
      certain.flatMap((resource) => {
        const key = resource.property('key');
        return typeof key === 'string' ? [{ resource, key: key.replace(/^\//, '') }] : [];
      }),
    ]),
  );
  const used = new Set<Resource>();
  for (const resource of resources) {
    for (const property of locations[resource.type] ?? []) {
      const names = textsIn(resource.property(property)).flatMap((text) => /^s3:\/\/([^/]+)/.exec(text)?.[1] ?? []);
      const sources = resource.sources(property) ?? [];
      for (const bucket of objects.keys()) {
        const own = [bucket.property('bucket'), bucket.property('id')];
        if (sources.includes(bucket) || names.some((name) => own.includes(name))) used.add(bucket);
      }
    }
  }
  return { used, objects };
}
