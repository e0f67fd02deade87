/** What every SDK client is made with; the endpoint, the region and the credentials come from the environment. */
export function clientConfig(): { region: string; endpoint?: string } {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  return { region: region(), ...(endpoint ? { endpoint } : {}) };
}

export function region(): string {
  const name = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  if (!name) throw new Error('the aws provider needs a region: set AWS_REGION, for example eu-west-1');
  return name;
}

/** Makes a value at its first use: a client costs time, and most operations need one or two of them. */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export const partitions = {
  aws: { dnsSuffix: 'amazonaws.com', reverseDnsPrefix: 'com.amazonaws' },
  'aws-cn': { dnsSuffix: 'amazonaws.com.cn', reverseDnsPrefix: 'cn.com.amazonaws' },
  'aws-us-gov': { dnsSuffix: 'amazonaws.com', reverseDnsPrefix: 'com.amazonaws' },
} as const;

export function partitionOf(regionName: string): keyof typeof partitions {
  if (regionName.startsWith('cn-')) return 'aws-cn';
  return regionName.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
