import { documentsOf } from '../iam/documents/documentsOf';
import { policyStatements } from '../iam/documents/policyStatements';
import { Directory } from '../pack/directory';
import { asList, isPlainObject, notYetKnown, type PlainObject, textsOf } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';

/**
 * Actions of a monitor, by service. Source:
 * https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createprocessingjob-perms
 */
const allowedActions: Readonly<Record<string, RegExp>> = {
  cloudwatch: /^PutMetricData$/i,
  logs: /^(Create(LogGroup|LogStream)|PutLogEvents|Describe\w*)$/i,
  s3: /^(Get\w*|List\w*|PutObject|AbortMultipartUpload)$/i,
  ecr: /^(GetAuthorizationToken|BatchCheckLayerAvailability|GetDownloadUrlForLayer|BatchGetImage)$/i,
  kms: /^(Decrypt|Encrypt|GenerateDataKey\w*\*?|DescribeKey|CreateGrant)$/i,
  sagemaker: /^(Describe|List)\w*$/i,
  ec2: /^(Describe\w*|(Create|Delete)NetworkInterface(Permission)?)$/i,
};

const roleType = 'aws:iam/role:Role';
const rolePolicyType = 'aws:iam/rolePolicy:RolePolicy';

/** Why a role is not a monitor role, as clauses after its name; `unknown` is the resource that can't be read yet. */
interface RoleReading {
  readonly faults: readonly string[];
  readonly unknown?: Resource;
}

/** Returns functions that find the role of a job definition and judge a role as a monitor role. */
export function monitoringRoles(resources: readonly Resource[], reports: string) {
  const roles = new Directory(resources.filter(({ type }) => type === roleType));
  const roleOf = (holder: Resource, property: string) => roles.find(holder, property).resources[0];
  const policies = resources
    .filter(({ type }) => type === rolePolicyType)
    .map((policy) => ({ policy, role: roleOf(policy, 'role') }));
  return {
    of: (definition: Resource): Resource | undefined => roleOf(definition, 'roleArn'),
    read: (role: Resource): RoleReading => {
      const own = policies.filter(({ role: holder }) => holder === role).map(({ policy }) => policy);
      const readings = [role, ...own].map((holder) => ({ holder, ...faultsOf(holder, reports) }));
      return {
        faults: readings.flatMap(({ faults }) => faults),
        unknown: readings.find(({ unknown }) => unknown)?.holder,
      };
    },
  };
}

function faultsOf(holder: Resource, reports: string): { faults: string[]; unknown: boolean } {
  const readings = documentsOf(holder).map(({ kind, document }) => {
    const read = policyStatements(document);
    if ('broken' in read) return { faults: [`has a document that ${read.broken}`], unknown: false };
    const allowed = read.statements.filter(({ fields }) => fields['Effect'] === 'Allow');
    const faults = allowed.flatMap(({ fields }) =>
      kind === 'trust' ? trustFaults(fields) : permissionFaults(fields, reports),
    );
    return { faults, unknown: read.unknown };
  });
  return { faults: readings.flatMap(({ faults }) => faults), unknown: readings.some(({ unknown }) => unknown) };
}

function trustFaults({ Principal }: PlainObject): string[] {
  const others = isPlainObject(Principal)
    ? Object.entries(Principal).flatMap(([kind, names]) =>
        asList(names)
          .filter((name) => name !== notYetKnown && !(kind === 'Service' && name === 'sagemaker.amazonaws.com'))
          .map(String),
      )
    : asList(Principal).map(String);
  return others.length === 0 ? [] : [`can be assumed by ${others.join(', ')}, not only by sagemaker.amazonaws.com`];
}

function permissionFaults({ Action, Resource: on }: PlainObject, reports: string): string[] {
  const actions = textsOf(Action);
  const unneeded = actions.filter((action) => {
    const [service = '', name = ''] = action.split(':');
    return !allowedActions[service.toLowerCase()]?.test(name);
  });
  const writes = actions.filter((action) => /^s3:(PutObject|AbortMultipartUpload)$/i.test(action));
  const elsewhere = asList(on).filter((arn): arn is string => typeof arn === 'string' && !isUnder(arn, reports));
  return [
    ...(unneeded.length > 0 ? [`allows actions that a monitor does not need: ${unneeded.join(', ')}`] : []),
    ...(writes.length > 0 && elsewhere.length > 0
      ? [`can write outside '${reports}' (${writes.join(', ')} on ${elsewhere.join(', ')})`]
      : []),
  ];
}

/** Whether an ARN of objects is under a prefix. */
function isUnder(arn: string, prefix: string): boolean {
  const key = arn.split(':::')[1]?.split('/').slice(1).join('/');
  return key?.startsWith(prefix) ?? false;
}
