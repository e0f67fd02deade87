/** A kind of resource that has a policy of its own. */
export interface PolicyTarget {
  /** The service of its policy's actions, and the resource's common name. */
  readonly service: string;
  readonly noun: string;
  /** Types of the resource; none if the stack can only name it. */
  readonly types: readonly string[];
  /** Properties that identify the resource. */
  readonly nameKeys: readonly string[];
  /** The property that holds the document in the resource itself. */
  readonly inline?: string;
  /** Types of separate policies, with their property that names the resource and the path to the document in them. */
  readonly policies: Readonly<Record<string, readonly [naming: string, document: string]>>;
  /** Types that allow one thing each without a document, with their property that names the resource. */
  readonly permissions?: Readonly<Record<string, string>>;
  /** Follows its ARN in the ARNs of its parts. */
  readonly parts?: string;
}

/** A row; by default the resource is named by its ARN, name or ID, and its policy is in `policy`. */
interface Row extends Omit<Partial<PolicyTarget>, 'service' | 'noun' | 'policies'> {
  readonly policies?: Readonly<Record<string, string | readonly [naming: string, document: string]>>;
}

function target(service: string, noun: string, { policies = {}, ...row }: Row): PolicyTarget {
  const entries = Object.entries(policies).map(([type, property]) => {
    return [type, typeof property === 'string' ? ([property, 'policy'] as const) : property] as const;
  });
  const defaults = { types: [], nameKeys: ['id', 'arn', 'name'] };
  return { service, noun, ...defaults, ...row, policies: Object.fromEntries(entries) };
}

/** Resources with resource policies; a role's trust policy is its resource policy. Types are those of the AWS provider. */
export const policyTargets: readonly PolicyTarget[] = [
  target('s3', 'bucket', {
    types: ['aws:s3/bucket:Bucket', 'aws:s3/bucketV2:BucketV2'],
    nameKeys: ['id', 'bucket', 'arn'],
    inline: 'policy',
    policies: { 'aws:s3/bucketPolicy:BucketPolicy': 'bucket' },
    parts: '/*',
  }),
  target('s3', 'access point', {
    types: ['aws:s3/accessPoint:AccessPoint'],
    inline: 'policy',
    policies: { 'aws:s3control/accessPointPolicy:AccessPointPolicy': 'accessPointArn' },
    parts: '/object/*',
  }),
  target('s3', 'multi-region access point', {
    policies: { 'aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy': ['', 'details.policy'] },
  }),
  target('s3', 'Access Grants instance', {
    policies: { 'aws:s3control/accessGrantsInstanceResourcePolicy:AccessGrantsInstanceResourcePolicy': '' },
  }),
  target('s3-object-lambda', 'Object Lambda access point', {
    types: ['aws:s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint'],
    policies: { 'aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy': 'name' },
  }),
  target('s3-outposts', 'Outposts bucket', {
    types: ['aws:s3control/bucket:Bucket'],
    policies: { 'aws:s3control/bucketPolicy:BucketPolicy': 'bucket' },
    parts: '/*',
  }),
  target('s3files', 'S3 file system', {
    types: ['aws:s3/filesFileSystem:FilesFileSystem'],
    policies: { 'aws:s3/filesFileSystemPolicy:FilesFileSystemPolicy': 'fileSystemId' },
  }),
  target('s3vectors', 'vector bucket', {
    types: ['aws:s3/vectorsVectorBucket:VectorsVectorBucket'],
    nameKeys: ['vectorBucketArn', 'vectorBucketName'],
    policies: { 'aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy': 'vectorBucketArn' },
  }),
  target('s3tables', 'table bucket', {
    types: ['aws:s3tables/tableBucket:TableBucket'],
    policies: { 'aws:s3tables/tableBucketPolicy:TableBucketPolicy': ['tableBucketArn', 'resourcePolicy'] },
    parts: '/*',
  }),
  target('s3tables', 'table', {
    types: ['aws:s3tables/table:Table'],
    policies: { 'aws:s3tables/tablePolicy:TablePolicy': ['name', 'resourcePolicy'] },
  }),
  target('sqs', 'queue', {
    types: ['aws:sqs/queue:Queue'],
    nameKeys: ['id', 'url', 'arn'],
    inline: 'policy',
    policies: { 'aws:sqs/queuePolicy:QueuePolicy': 'queueUrl' },
  }),
  target('sns', 'topic', {
    types: ['aws:sns/topic:Topic'],
    nameKeys: ['id', 'arn'],
    inline: 'policy',
    policies: { 'aws:sns/topicPolicy:TopicPolicy': 'arn' },
  }),
  target('kms', 'key', {
    types: [
      'aws:kms/key:Key',
      'aws:kms/externalKey:ExternalKey',
      'aws:kms/replicaKey:ReplicaKey',
      'aws:kms/replicaExternalKey:ReplicaExternalKey',
    ],
    nameKeys: ['id', 'keyId', 'arn'],
    inline: 'policy',
    policies: { 'aws:kms/keyPolicy:KeyPolicy': 'keyId' },
    permissions: { 'aws:kms/grant:Grant': 'keyId' },
  }),
  target('secretsmanager', 'secret', {
    types: ['aws:secretsmanager/secret:Secret'],
    nameKeys: ['id', 'arn'],
    inline: 'policy',
    policies: { 'aws:secretsmanager/secretPolicy:SecretPolicy': 'secretArn' },
  }),
  target('lambda', 'function', {
    types: ['aws:lambda/function:Function'],
    policies: { 'aws:lambda/resourcePolicy:ResourcePolicy': 'resourceArn' },
    permissions: {
      'aws:lambda/permission:Permission': 'function',
      'aws:lambda/functionUrl:FunctionUrl': 'functionName',
    },
    parts: ':*',
  }),
  target('lambda', 'layer', {
    types: ['aws:lambda/layerVersion:LayerVersion'],
    nameKeys: ['layerArn', 'layerName'],
    permissions: { 'aws:lambda/layerVersionPermission:LayerVersionPermission': 'layerName' },
    parts: ':*',
  }),
  target('ecr', 'repository', {
    types: ['aws:ecr/repository:Repository'],
    policies: { 'aws:ecr/repositoryPolicy:RepositoryPolicy': 'repository' },
  }),
  target('ecr', 'registry', { policies: { 'aws:ecr/registryPolicy:RegistryPolicy': '' } }),
  target('ecr-public', 'public repository', {
    types: ['aws:ecrpublic/repository:Repository'],
    nameKeys: ['id', 'arn', 'repositoryName'],
    policies: { 'aws:ecrpublic/repositoryPolicy:RepositoryPolicy': 'repositoryName' },
  }),
  target('events', 'event bus', {
    types: ['aws:cloudwatch/eventBus:EventBus'],
    policies: { 'aws:cloudwatch/eventBusPolicy:EventBusPolicy': 'eventBusName' },
    permissions: { 'aws:cloudwatch/eventPermission:EventPermission': 'eventBusName' },
  }),
  target('schemas', 'schema registry', {
    types: ['aws:schemas/registry:Registry'],
    policies: { 'aws:schemas/registryPolicy:RegistryPolicy': 'registryName' },
  }),
  target('logs', 'log destination', {
    types: ['aws:cloudwatch/logDestination:LogDestination'],
    policies: { 'aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy': ['destinationName', 'accessPolicy'] },
  }),
  target('logs', 'log delivery destination', {
    types: ['aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination'],
    policies: {
      'aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy': [
        'deliveryDestinationName',
        'deliveryDestinationPolicy',
      ],
    },
  }),
  target('logs', 'log group', {
    types: ['aws:cloudwatch/logGroup:LogGroup'],
    policies: { 'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': ['resourceArn', 'policyDocument'] },
  }),
  target('oam', 'observability sink', {
    types: ['aws:oam/sink:Sink'],
    policies: { 'aws:oam/sinkPolicy:SinkPolicy': 'sinkIdentifier' },
  }),
  target('aps', 'Prometheus workspace', {
    types: ['aws:amp/workspace:Workspace'],
    policies: { 'aws:amp/resourcePolicy:ResourcePolicy': ['workspaceId', 'policyDocument'] },
  }),
  target('xray', 'trace store', {
    policies: { 'aws:xray/resourcePolicy:ResourcePolicy': ['', 'policyDocument'] },
  }),
  target('execute-api', 'REST API', {
    types: ['aws:apigateway/restApi:RestApi'],
    inline: 'policy',
    policies: { 'aws:apigateway/restApiPolicy:RestApiPolicy': 'restApiId' },
  }),
  target('execute-api', 'private domain name', { types: ['aws:apigateway/domainName:DomainName'], inline: 'policy' }),
  target('vpc-lattice-svcs', 'VPC Lattice service', {
    types: ['aws:vpclattice/service:Service', 'aws:vpclattice/serviceNetwork:ServiceNetwork'],
    policies: { 'aws:vpclattice/authPolicy:AuthPolicy': 'resourceIdentifier' },
  }),
  target('vpc-lattice', 'VPC Lattice resource', {
    policies: { 'aws:vpclattice/resourcePolicy:ResourcePolicy': 'resourceArn' },
  }),
  target('dynamodb', 'table', {
    types: ['aws:dynamodb/table:Table'],
    policies: { 'aws:dynamodb/resourcePolicy:ResourcePolicy': 'resourceArn' },
    parts: '/*',
  }),
  target('dsql', 'DSQL cluster', {
    types: ['aws:dsql/cluster:Cluster'],
    nameKeys: ['arn', 'identifier'],
    policies: { 'aws:dsql/clusterPolicy:ClusterPolicy': 'identifier' },
  }),
  target('kinesis', 'stream', {
    types: ['aws:kinesis/stream:Stream'],
    policies: { 'aws:kinesis/resourcePolicy:ResourcePolicy': 'resourceArn' },
  }),
  target('kafka', 'cluster', {
    types: ['aws:msk/cluster:Cluster', 'aws:msk/serverlessCluster:ServerlessCluster'],
    policies: { 'aws:msk/clusterPolicy:ClusterPolicy': 'clusterArn' },
  }),
  target('es', 'domain', {
    types: ['aws:opensearch/domain:Domain', 'aws:elasticsearch/domain:Domain'],
    nameKeys: ['id', 'arn', 'domainName'],
    inline: 'accessPolicies',
    policies: {
      'aws:opensearch/domainPolicy:DomainPolicy': ['domainName', 'accessPolicies'],
      'aws:elasticsearch/domainPolicy:DomainPolicy': ['domainName', 'accessPolicies'],
    },
    parts: '/*',
  }),
  target('osis', 'ingestion pipeline', {
    types: ['aws:opensearchingest/pipeline:Pipeline'],
    nameKeys: ['id', 'pipelineArn'],
    policies: { 'aws:opensearchingest/resourcePolicy:ResourcePolicy': 'resourceArn' },
  }),
  target('cloudsearch', 'search domain', {
    types: ['aws:cloudsearch/domain:Domain'],
    policies: { 'aws:cloudsearch/domainServiceAccessPolicy:DomainServiceAccessPolicy': ['domainName', 'accessPolicy'] },
  }),
  target('elasticfilesystem', 'file system', {
    types: ['aws:efs/fileSystem:FileSystem'],
    policies: { 'aws:efs/fileSystemPolicy:FileSystemPolicy': 'fileSystemId' },
  }),
  target('glacier', 'vault', {
    types: ['aws:glacier/vault:Vault'],
    inline: 'accessPolicy',
    policies: { 'aws:glacier/vaultLock:VaultLock': 'vaultName' },
  }),
  target('backup', 'backup vault', {
    types: ['aws:backup/vault:Vault'],
    policies: { 'aws:backup/vaultPolicy:VaultPolicy': 'backupVaultName' },
  }),
  target('glue', 'Data Catalog', { policies: { 'aws:glue/resourcePolicy:ResourcePolicy': '' } }),
  target('redshift', 'Redshift namespace', {
    policies: { 'aws:redshift/resourcePolicy:ResourcePolicy': 'resourceArn' },
  }),
  target('redshift-serverless', 'Redshift snapshot', {
    policies: { 'aws:redshiftserverless/resourcePolicy:ResourcePolicy': 'resourceArn' },
  }),
  target('sagemaker', 'model package group', {
    types: ['aws:sagemaker/modelPackageGroup:ModelPackageGroup'],
    nameKeys: ['id', 'arn', 'modelPackageGroupName'],
    policies: {
      'aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy': ['modelPackageGroupName', 'resourcePolicy'],
    },
  }),
  target('bedrock-agentcore', 'AgentCore resource', {
    policies: { 'aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy': 'resourceArn' },
  }),
  target('codeartifact', 'package domain', {
    types: ['aws:codeartifact/domain:Domain'],
    nameKeys: ['arn', 'domain'],
    policies: { 'aws:codeartifact/domainPermissions:DomainPermissions': ['domain', 'policyDocument'] },
  }),
  target('codeartifact', 'package repository', {
    types: ['aws:codeartifact/repository:Repository'],
    nameKeys: ['arn', 'repository'],
    policies: {
      'aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy': ['repository', 'policyDocument'],
    },
  }),
  target('codebuild', 'build project', {
    types: ['aws:codebuild/project:Project'],
    policies: { 'aws:codebuild/resourcePolicy:ResourcePolicy': 'resourceArn' },
  }),
  target('acm-pca', 'certificate authority', {
    types: ['aws:acmpca/certificateAuthority:CertificateAuthority'],
    policies: { 'aws:acmpca/policy:Policy': 'resourceArn' },
  }),
  target('ses', 'e-mail identity', {
    types: ['aws:ses/domainIdentity:DomainIdentity', 'aws:sesv2/emailIdentity:EmailIdentity'],
    nameKeys: ['id', 'arn', 'domain', 'emailIdentity'],
    policies: {
      'aws:ses/identityPolicy:IdentityPolicy': 'identity',
      'aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy': 'emailIdentity',
    },
  }),
  target('sms-voice', 'phone number', {
    policies: { 'aws:pinpoint/smsvoicev2ResourcePolicy:Smsvoicev2ResourcePolicy': 'resourceArn' },
  }),
  target('mediastore', 'media container', {
    types: ['aws:mediastore/container:Container'],
    policies: { 'aws:mediastore/containerPolicy:ContainerPolicy': 'containerName' },
    parts: '/*',
  }),
  target('network-firewall', 'firewall policy', {
    policies: { 'aws:networkfirewall/resourcePolicy:ResourcePolicy': 'resourceArn' },
  }),
  target('organizations', 'organization', {
    policies: { 'aws:organizations/resourcePolicy:ResourcePolicy': ['', 'content'] },
  }),
  target('sts', 'role', { types: ['aws:iam/role:Role'], nameKeys: [], inline: 'assumeRolePolicy' }),
];
