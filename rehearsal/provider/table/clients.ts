/** Configuration of SDK clients. @param regionName @default the region of the environment, as endpoint and credentials */
export function clientConfig(regionName = region()): { region: string; endpoint?: string } {
  return { region: regionName, endpoint: process.env['AWS_ENDPOINT_URL'] || undefined };
}

export function region(): string {
  const name = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  if (!name) throw new Error('no region: set AWS_REGION, for example eu-west-1');
  return name;
}

/** Makes a value when it is first used: clients are slow to make, and most operations need one or two. */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Clients by the region of a resource, made when they are first used. @param make makes the client of a region. */
export function lazilyByRegion<T>(make: (regionName: string) => T): (regionName: string | undefined) => T {
  const clients = new Map<string, T>();
  return (regionName = region()) => {
    const client = clients.get(regionName) ?? make(regionName);
    clients.set(regionName, client);
    return client;
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
