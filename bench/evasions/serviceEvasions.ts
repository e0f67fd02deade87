import { actionFacts } from '../../policy/iam/actions/actionFacts';
import { fillArn } from '../../policy/iam/resources/arnPattern';
import type { PlainObject } from '../../policy/pack/propertyValue';
import { account, allow, arn, type Evasion, iamArn, only } from './evasion';

/** iam:PassRole on every role for a service, and what starts something with it; the twin names the role. */
function passing(service: string, ...actions: readonly string[]): Evasion {
  const toService = { StringEquals: { 'iam:PassedToService': `${service}.amazonaws.com` } };
  return {
    title: `${service}: ${actions.join(', ')}`,
    rule: 'iam-privilege-escalation',
    holder: 'role',
    open: only(allow('iam:PassRole', '*', toService), allow(actions)),
    twin: only(allow('iam:PassRole', iamArn('role/app'), toService), ...actions.map(onNamed)),
  };
}

/** An action on one resource of each of its types. */
function onNamed(action: string): PlainObject {
  const types = actionFacts(action)?.resources ?? [];
  const place: Readonly<Record<string, string>> = { Partition: 'aws', Region: 'eu-west-1', Account: account };
  return allow(action, types.length === 0 ? '*' : types.map((type) => fillArn(type, (part) => place[part] ?? 'app')));
}

/** Actions that are enough by themselves; the twin names the resource of the first. */
function direct(actions: readonly [string, ...string[]], one: string, rule = 'iam-privilege-escalation'): Evasion {
  const [first, ...others] = actions;
  return {
    title: actions.join(', '),
    rule,
    holder: 'role',
    open: only(allow(first), ...others.map((action) => allow(action))),
    twin: only(allow(first, one), ...others.map(onNamed)),
  };
}

/** An action that accepts only `*`; the twin asks for a tag of the principal. */
function starOnly(action: string): Evasion {
  return {
    title: action,
    rule: 'iam-credential-access',
    holder: 'role',
    open: only(allow(action)),
    twin: only(allow(action, '*', { StringEquals: { 'aws:PrincipalTag/team': 'data' } })),
  };
}

const credentials = 'iam-credential-access';

export const serviceEvasions: readonly Evasion[] = [
  passing('lambda', 'lambda:CreateFunction', 'lambda:CreateFunctionUrlConfig', 'lambda:InvokeFunctionUrl'),
  passing('glue', 'glue:CreateSession', 'glue:RunStatement'),
  passing('emr-serverless', 'emr-serverless:StartJobRun'),
  passing('pipes', 'pipes:CreatePipe'),
  passing('scheduler', 'scheduler:UpdateSchedule'),
  passing('ec2', 'imagebuilder:CreateInfrastructureConfiguration', 'imagebuilder:CreateImage'),
  passing('ec2', 'ec2:CreateLaunchTemplate', 'ec2:CreateFleet'),
  passing('ec2', 'ec2:CreateLaunchTemplateVersion', 'autoscaling:UpdateAutoScalingGroup'),
  passing('codepipeline', 'codepipeline:UpdatePipeline'),
  passing('sync.codeconnections', 'codeconnections:CreateSyncConfiguration'),
  passing('states', 'states:TestState'),
  passing('states', 'states:UpdateStateMachine', 'states:StartExecution'),
  passing('ecs-tasks', 'ecs:RunTask'),
  passing('ecs-tasks', 'ecs:RegisterTaskDefinition', 'ecs:UpdateService'),
  passing('pods.eks', 'eks:CreatePodIdentityAssociation'),
  passing('ssm', 'ssm:CreateAssociation'),
  passing('ssm', 'ssm:CreateActivation'),
  passing('sagemaker', 'sagemaker:CreatePipeline', 'sagemaker:StartPipelineExecution'),
  passing('sagemaker', 'sagemaker:UpdateUserProfile', 'sagemaker:CreatePresignedDomainUrl'),
  passing('bedrock-agentcore', 'bedrock-agentcore:UpdateAgentRuntime', 'bedrock-agentcore:InvokeAgentRuntime'),
  passing('rolesanywhere', 'rolesanywhere:CreateProfile', 'rolesanywhere:CreateTrustAnchor'),
  passing('servicecatalog', 'servicecatalog:CreateConstraint', 'servicecatalog:ProvisionProduct'),
  passing('credentials.iot', 'iot:CreateRoleAlias'),
  passing('chatbot', 'chatbot:CreateSlackChannelConfiguration'),
  direct(['states:UpdateStateMachine', 'states:StartExecution'], arn('states', 'stateMachine:orders')),
  direct(['sagemaker:CreatePresignedDomainUrl'], arn('sagemaker', 'user-profile/d-1a2b3c/ann')),
  direct(['glue:RunStatement'], arn('glue', 'session/ann')),
  direct(['eks:AssociateAccessPolicy'], arn('eks', 'access-entry/main/role/123456789012/app/1a2b')),
  direct(['iam:UpdateSAMLProvider'], iamArn('saml-provider/partner')),
  direct(['rolesanywhere:UpdateTrustAnchor'], arn('rolesanywhere', 'trust-anchor/1a2b3c4d')),
  direct(['elasticmapreduce:AddJobFlowSteps'], arn('elasticmapreduce', 'cluster/j-1A2B3C')),
  direct(
    ['bedrock-agentcore:GetResourceApiKey'],
    arn('bedrock-agentcore', 'token-vault/default/apikeycredentialprovider/app'),
    credentials,
  ),
  direct(
    ['storagegateway:DescribeChapCredentials'],
    arn('storagegateway', 'gateway/sgw-1a2b/target/disk'),
    credentials,
  ),
  direct(['deadline:AssumeQueueRoleForUser'], arn('deadline', 'farm/farm-1a2b/queue/queue-1a2b'), credentials),
  direct(['codeconnections:GetConnectionToken'], arn('codeconnections', 'connection/1a2b3c4d'), credentials),
  starOnly('datazone:GetEnvironmentCredentials'),
  starOnly('chime:RegenerateSecurityToken'),
  starOnly('codepipeline:GetJobDetails'),
];
