/** Actions that return credentials, and where that is documented. */
interface CredentialSource {
  readonly actions: readonly [string, ...string[]];
  readonly source: string;
}

/**
 * Actions that return a secret, a token or a key, or environment variables, which often hold one. Not listed are actions
 * that return the caller's own permissions (`sts:GetSessionToken`, `ecr:GetAuthorizationToken`) or a new identity without
 * any (`iot:CreateKeysAndCertificate`), because they return no other principal's secret.
 */
const credentialSources: readonly CredentialSource[] = [
  {
    actions: [
      'secretsmanager:GetSecretValue',
      'ssm:GetParameter',
      'ssm:GetParameterHistory',
      'ssm:GetParameters',
      'ssm:GetParametersByPath',
      'kms:Decrypt',
      'acm:ExportCertificate',
      'events:RetrieveConnectionCredentials',
      'pca-connector-scep:GetChallengePassword',
    ],
    source: 'API references: SecretString, Parameter, Plaintext, PrivateKey, Password',
  },
  {
    actions: [
      'iam:CreateAccessKey',
      'iam:CreateServiceSpecificCredential',
      'iam:ResetServiceSpecificCredential',
      'lightsail:CreateBucketAccessKey',
      'grafana:CreateWorkspaceApiKey',
      'grafana:CreateWorkspaceServiceAccountToken',
      'mediapackage:RotateChannelCredentials',
      'mediapackage:RotateIngestEndpointCredentials',
    ],
    source: 'API references: keys, tokens and passwords that they make for an identity of others',
  },
  {
    actions: [
      'datazone:GetEnvironmentCredentials',
      'datazone:GetDomainExecutionRoleCredentials',
      'deadline:AssumeFleetRoleForRead',
      'deadline:AssumeFleetRoleForWorker',
      'deadline:AssumeQueueRoleForRead',
      'deadline:AssumeQueueRoleForUser',
      'deadline:AssumeQueueRoleForWorker',
      'finspace-api:GetProgrammaticAccessCredentials',
      'gamelift:GetComputeAccess',
      'gamelift:GetComputeAuthToken',
      'ssm:GetAccessToken',
    ],
    source: 'API references: AccessKeyId, SecretAccessKey and SessionToken of a role',
  },
  {
    actions: [
      'codepipeline:PollForJobs',
      'codepipeline:GetJobDetails',
      'codepipeline:GetThirdPartyJobDetails',
      'codeconnections:GetConnectionToken',
      'codestar-connections:GetConnectionToken',
      'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
      'cognito-idp:DescribeUserPoolClient',
      'bedrock-agentcore:GetResourceApiKey',
      'bedrock-agentcore:GetResourceOauth2Token',
      'bedrock-agentcore:GetResourcePaymentToken',
      'bedrock-agentcore:GetWorkloadAccessTokenForUserId',
    ],
    source: 'API references: artifactCredentials, tokens of connections, client secrets, tokens of the identity vault',
  },
  {
    actions: [
      'ec2:GetPasswordData',
      'elasticmapreduce:GetClusterSessionCredentials',
      'elasticmapreduce:GetSessionEndpoint',
      'emr-containers:GetManagedEndpointSessionCredentials',
      'emr-serverless:GetSessionEndpoint',
      'athena:GetSessionEndpoint',
      'glue:GetSessionEndpoint',
      'gamelift:GetInstanceAccess',
      'lightsail:DownloadDefaultKeyPair',
      'lightsail:GetInstanceAccessDetails',
      'lightsail:GetRelationalDatabaseMasterUserPassword',
      'rds-db:connect',
      'redshift:GetClusterCredentials',
      'snowball:GetJobUnlockCode',
      'storagegateway:DescribeChapCredentials',
    ],
    source:
      'API references: passwords and tokens of machines, clusters, sessions, databases and gateways (CHAP secrets)',
  },
  {
    actions: ['chime:GetBot', 'chime:ListBots', 'chime:RegenerateSecurityToken'],
    source: 'Chime API, Bot: SecurityToken',
  },
  {
    actions: ['lambda:GetFunction', 'lambda:GetFunctionConfiguration'],
    source: 'Lambda API, FunctionConfiguration: Environment',
  },
];

export const credentialActions: readonly string[] = credentialSources.flatMap(({ actions }) => actions);
