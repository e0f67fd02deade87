import { auditKinds } from '../../contract/auditEvents';

export const account = '123456789012';

/** A record in CloudTrail's form, with every field that it usually has. */
export const trailRecord = {
  eventVersion: '1.11',
  eventID: '9f0e6c1a-3f4e-4a5c-8f6b-0d9c6a1b2c3d',
  eventTime: '2026-11-02T14:05:00Z',
  eventSource: 'monitoring.amazonaws.com',
  eventName: 'DisableAlarmActions',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.27.0 md/awscrt#0.26.1 ua/2.1 os/linux#6.1 md/command#cloudwatch.disable-alarm-actions',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: `arn:aws:iam::${account}:user/mallory`,
    accountId: account,
    userName: 'mallory',
  } as object,
  requestParameters: { alarmNames: ['critical.prod.churn.silence'] } as object | null,
  responseElements: null,
  requestID: '0d9c6a1b-3f4e-4a5c-8f6b-9f0e6c1a2c3d',
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: account,
  eventCategory: 'Management',
};

/** Every call of the dependency table. */
export const auditedCalls = Object.entries(auditKinds).flatMap(([kind, rows]) =>
  rows.flatMap(([source, names]) => names.map((name) => ({ kind, source, name }))),
);

const sessionIssuer = (role: string) => ({
  type: 'Role',
  principalId: 'ARO1',
  arn: `arn:aws:iam::${account}:role/${role}`,
  accountId: account,
  userName: role.split('/').at(-1),
});
const session = (role: string, name: string, more: object = {}) => ({
  type: 'AssumedRole',
  principalId: `ARO1:${name}`,
  arn: `arn:aws:sts::${account}:assumed-role/${role.split('/').at(-1)}/${name}`,
  accountId: account,
  sessionContext: { sessionIssuer: sessionIssuer(role), attributes: { mfaAuthenticated: 'false' }, ...more },
});

/** Every form of identity ("CloudTrail userIdentity element" of the User Guide), with how a sentence names it. */
export const identityForms: Readonly<Record<string, { readonly identity: object; readonly text: string }>> = {
  user: { identity: trailRecord.userIdentity, text: 'user mallory' },
  'role session': { identity: session('contractor', 'laptop'), text: 'session laptop of role contractor' },
  'session with a source identity': {
    identity: session('contractor', 'laptop', { sourceIdentity: 'mallory@example.com' }),
    text: 'session laptop of role contractor (source identity mallory@example.com)',
  },
  'session of a pipeline': {
    identity: session('ci/release', 'GitHubActions', {
      webIdFederationData: {
        federatedProvider: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
      },
    }),
    text: 'session GitHubActions of role release (signed in through token.actions.githubusercontent.com)',
  },
  'session of a permission set': {
    identity: session('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef', 'ann@example.com'),
    text: 'session ann@example.com of permission set Admin',
  },
  'session without a context': {
    identity: { type: 'AssumedRole', arn: `arn:aws:sts::${account}:assumed-role/contractor/laptop` },
    text: 'session laptop of role contractor',
  },
  'federated user': {
    identity: {
      type: 'FederatedUser',
      arn: `arn:aws:sts::${account}:federated-user/alice`,
      accountId: account,
      sessionContext: {
        sessionIssuer: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/broker`, userName: 'broker' },
      },
    },
    text: 'federated user alice with the permissions of broker',
  },
  'SAML user': {
    identity: { type: 'SAMLUser', principalId: 'p:s', userName: 'alice', identityProvider: 'https://idp.example.com' },
    text: 'federated user alice of https://idp.example.com',
  },
  'web identity': {
    identity: {
      type: 'WebIdentityUser',
      principalId: 'accounts.google.com:1',
      identityProvider: 'accounts.google.com',
    },
    text: 'federated user accounts.google.com:1 of accounts.google.com',
  },
  'Identity Center user': {
    identity: {
      type: 'IdentityCenterUser',
      accountId: account,
      onBehalfOf: { userId: '544894e8', identityStoreArn: 'x' },
    },
    text: 'IAM Identity Center user 544894e8',
  },
  service: {
    identity: { type: 'AWSService', invokedBy: 'sagemaker.amazonaws.com' },
    text: 'AWS service sagemaker.amazonaws.com',
  },
  root: { identity: { type: 'Root', arn: `arn:aws:iam::${account}:root`, accountId: account }, text: 'the root user' },
  'other account': {
    identity: { type: 'AWSAccount', principalId: 'ARO2:x', accountId: '999988887777' },
    text: 'a principal of account 999988887777 (ARO2:x), from account 999988887777',
  },
  'session of another account': {
    identity: { ...session('contractor', 'laptop'), accountId: '999988887777' },
    text: 'session laptop of role contractor, from account 999988887777',
  },
  'unknown type': { identity: { type: 'Wizard', principalId: 'merlin' }, text: 'Wizard merlin' },
  'empty identity': { identity: {}, text: 'Unknown without a name' },
};
