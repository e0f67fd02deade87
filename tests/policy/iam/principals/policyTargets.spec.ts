import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { actionsOfService } from '../../../../policy/iam/actions/actionFacts';
import { policyTargets } from '../../../../policy/iam/principals/policyTargets';

const provider = dirname(require.resolve('@pulumi/aws/package.json'));

/** Types of the provider with a property for a policy document that grants nothing to others, and why. */
const withoutGrants: Readonly<Record<string, string>> = {
  'aws:cloudwatch/logAccountPolicy:LogAccountPolicy': 'rules on data of logs',
  'aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy': 'rules on data of logs',
  'aws:cloudwatch/logIndexPolicy:LogIndexPolicy': 'fields to index',
  'aws:cloudformation/stack:Stack': 'protects a stack from updates',
  'aws:ec2/vpcEndpoint:VpcEndpoint': 'limits what passes an endpoint',
  'aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy': 'limits what passes an endpoint',
  'aws:ecr/lifecyclePolicy:LifecyclePolicy': 'images to delete',
  'aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate': 'a template of repositories to come',
  'aws:eks/podIdentityAssociation:PodIdentityAssociation': 'limits a session',
  'aws:iam/groupPolicy:GroupPolicy': 'an identity policy',
  'aws:iam/policy:Policy': 'an identity policy',
  'aws:iam/rolePolicy:RolePolicy': 'an identity policy',
  'aws:iam/userPolicy:UserPolicy': 'an identity policy',
  'aws:iot/policy:Policy': 'an identity policy of devices',
  'aws:iot/policyAttachment:PolicyAttachment': 'an identity policy of devices',
  'aws:networkmanager/coreNetwork:CoreNetwork': 'routes',
  'aws:networkmanager/coreNetworkPolicyAttachment:CoreNetworkPolicyAttachment': 'routes',
  'aws:odb/network:Network': 'limits what passes a network',
  'aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy': 'rules by index, of the same account',
  'aws:opensearch/serverlessLifecyclePolicy:ServerlessLifecyclePolicy': 'data to delete',
  'aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy': 'encryption and networks',
  'aws:rolesanywhere/profile:Profile': 'limits a session',
  'aws:ses/receiptFilter:ReceiptFilter': 'allows or blocks addresses',
  'aws:sns/dataProtectionPolicy:DataProtectionPolicy': 'rules on data of messages',
  'aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy': 'an identity policy',
  'aws:transfer/access:Access': 'limits a session',
  'aws:transfer/user:User': 'limits a session',
  'aws:verifiedaccess/endpoint:Endpoint': 'in Cedar',
  'aws:verifiedaccess/group:Group': 'in Cedar',
};

/** Properties that are documents by their name and type. */
const documentProperty =
  /^ {4}(?:policy|policyDocument|resourcePolicy|accessPolic(?:y|ies)|inlinePolicy|sessionPolicy|policyBody|assumeRolePolicy|deliveryDestinationPolicy|repositoryPolicy|basePolicyDocument|\w+PolicyDocument)\??: pulumi\.Input<string/m;

/** Types of the provider whose arguments hold a policy document. */
function typesWithDocuments(): string[] {
  const folders = readdirSync(provider, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name: folder }) =>
    readdirSync(join(provider, folder))
      .filter((file) => file.endsWith('.d.ts') && !/^(get|index)/.test(file))
      .flatMap((file) => {
        const [, args = ''] = readFileSync(join(provider, folder, file), 'utf8').split(/export interface \w+Args/);
        if (!documentProperty.test(args)) return [];
        const code = readFileSync(join(provider, folder, file.replace(/d\.ts$/, 'js')), 'utf8');
        const [, type] = /__pulumiType = '([^']+)'/.exec(code) ?? [];
        return type === undefined ? [] : [type];
      }),
  );
}

describe('policyTargets', () => {
  it('lists every type of the provider that holds a resource policy', function () {
    this.timeout(60_000);
    const read = policyTargets.flatMap(({ inline, types, policies }) => [
      ...(inline === undefined ? [] : types),
      ...Object.keys(policies),
    ]);
    const missing = typesWithDocuments().filter((type) => !read.includes(type) && !Object.hasOwn(withoutGrants, type));
    assert.deepEqual(missing, []);
  });

  it('names types of the provider and services of the action table', () => {
    for (const { service, types, policies, permissions = {} } of policyTargets) {
      assert.ok(actionsOfService(service), service);
      for (const type of [...types, ...Object.keys(policies), ...Object.keys(permissions)]) {
        const [path = ''] = type.replace(/^aws:/, '').split(':');
        assert.match(readFileSync(join(provider, `${path}.js`), 'utf8'), new RegExp(`__pulumiType = '${type}'`), type);
      }
    }
  });
});
