import { memoize, mostTexts } from '../../pack/memoize';
import { globMatches } from '../../pack/text/glob';

/**
 * Why a condition on a key limits nothing within an account:
 *
 * - `place`: every resource and principal of the account has the same value, or the same few;
 * - `chosen`: the caller chooses the value with the request.
 */
type Freedom = 'place' | 'chosen';

interface FreeKey {
  readonly freedom: Freedom;
  /** Patterns in lower case. */
  readonly keys: readonly string[];
  readonly source: string;
}

const globalKeys = 'IAM User Guide, AWS global condition context keys';
const reference = (service: string) => `Service Authorization Reference, condition keys for ${service}`;

const freeKeys: readonly FreeKey[] = [
  {
    freedom: 'chosen',
    keys: ['aws:requestedregion', 'ec2:region', 'ec2:availabilityzone'],
    source: `${globalKeys}: aws:RequestedRegion, by the endpoint that is called; within a region it matches every request`,
  },
  {
    freedom: 'place',
    keys: ['aws:principalaccount', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:principalorgmasteraccountid'],
    source: `${globalKeys}: properties of the principal's account`,
  },
  {
    freedom: 'place',
    keys: ['aws:resourceaccount', 'aws:resourceorgid', 'aws:resourceorgpaths', 's3:resourceaccount'],
    source: `${globalKeys}: properties of the resource's account; ${reference('Amazon S3')}`,
  },
  {
    freedom: 'place',
    keys: ['kms:calleraccount', 's3:dataaccesspointaccount', 'aws:principaltype', 'aws:ec2instancesourcevpc'],
    source: `${reference('AWS KMS and Amazon S3')}; ${globalKeys}: aws:PrincipalType`,
  },
  {
    freedom: 'chosen',
    keys: ['aws:requesttag/*', 'aws:tagkeys', 's3:requestobjecttag/*', 's3:requestobjecttagkeys', '*:req-tag/*'],
    source: `${globalKeys}: tags that are passed in the request`,
  },
  {
    freedom: 'chosen',
    keys: ['aws:useragent', 'aws:referer', 'aws:securetransport', 'aws:viaawsmcpservice', 'aws:calledviaawsmcp'],
    source: `${globalKeys}: headers and protocol of the request, and whether it is made through an MCP server`,
  },
  {
    freedom: 'chosen',
    keys: [
      'sts:rolesessionname',
      'sts:sourceidentity',
      'sts:transitivetagkeys',
      'sts:externalid',
      'sts:durationseconds',
    ],
    source: 'IAM User Guide, Available keys for AWS STS: parameters of AssumeRole',
  },
  {
    freedom: 'chosen',
    keys: ['secretsmanager:versionstage', 'secretsmanager:versionid', 'secretsmanager:forcedeletewithoutrecovery'],
    source: `${reference('AWS Secrets Manager')}: parameters of the request`,
  },
  {
    freedom: 'chosen',
    keys: ['s3:authtype', 's3:signatureage', 's3:signatureversion', 's3:tlsversion', 's3:x-amz-*', 's3:max-keys'],
    source: 'Amazon S3 User Guide, policy keys of Signature Version 4; headers and parameters of the request',
  },
  {
    freedom: 'chosen',
    keys: ['ssm:overwrite', 'ssm:recursive', 'ssm:policies', 'ssm:sessiondocumentaccesscheck', 'ssm:documenttype'],
    source: `${reference('AWS Systems Manager')}: parameters of the request`,
  },
  {
    freedom: 'chosen',
    keys: [
      'ec2:instancetype',
      'ec2:instancemarkettype',
      'ec2:ebsoptimized',
      'ec2:metadatahttp*',
      'ec2:tenancy',
      'ec2:volume*',
      'ec2:encrypted',
      'ec2:associatepublicipaddress',
      'ec2:islaunchtemplateresource',
      'ec2:owner',
      'ec2:osuser',
    ],
    source: `${reference('Amazon EC2')}: attributes of what the caller creates`,
  },
  {
    freedom: 'chosen',
    keys: [
      'lambda:vpcids',
      'lambda:subnetids',
      'lambda:securitygroupids',
      'lambda:layer',
      'lambda:functionurlauthtype',
    ],
    source: `${reference('AWS Lambda')}: configuration that the caller writes`,
  },
  {
    freedom: 'chosen',
    keys: ['glue:vpcids', 'glue:subnetids', 'glue:securitygroupids'],
    source: `${reference('AWS Glue')}: configuration that the caller writes`,
  },
  {
    freedom: 'chosen',
    keys: [
      'sagemaker:instancetypes',
      'sagemaker:vpc*',
      'sagemaker:volumekmskey',
      'sagemaker:outputkmskey',
      'sagemaker:networkisolation',
      'sagemaker:inter*encryption',
      'sagemaker:rootaccess',
      'sagemaker:directinternetaccess',
      'sagemaker:taggingaction',
    ],
    source: `${reference('Amazon SageMaker AI')}: configuration that the caller writes`,
  },
  {
    freedom: 'chosen',
    keys: ['ecs:cluster', 'ecs:enable*', 'ecs:task-cpu', 'ecs:task-memory', 'ecs:compute-compatibility', 'ecs:subnet'],
    source: `${reference('Amazon ECS')}: where and how the caller's task runs`,
  },
  {
    freedom: 'chosen',
    keys: ['cloudformation:changesetname', 'cloudformation:createaction', '*:createaction'],
    source: `${reference('AWS CloudFormation')}: parameters of the request`,
  },
];

/** Why a condition on a key, in lower case, limits nothing; undefined for a key that may limit something. */
export const freedomOf = memoize(
  (key: string): Freedom | undefined =>
    freeKeys.find(({ keys }) => keys.some((pattern) => globMatches(pattern, key)))?.freedom,
  mostTexts,
);
