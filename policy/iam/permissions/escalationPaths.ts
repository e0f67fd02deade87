import type { Principal } from '../principals/principals';

/** A combination of actions by which a principal gains further permissions. */
export interface EscalationPath {
  /** All of these; the first must be allowed on every resource, the others on some. */
  readonly needs: readonly [string, ...string[]];
  /** What the principal can then do, `change ...`; follows `enough to`. */
  readonly gain: string;
  /** Services that the role is passed to; one of them is enough. Only where the first need is iam:PassRole. */
  readonly passedTo?: readonly [string, ...string[]];
  /** Only principals of these kinds; of every kind where it is absent. */
  readonly kinds?: readonly Principal['kind'][];
}

const passRole = 'iam:PassRole';

/**
 * Ways to run code, or to call AWS, with a role that is passed along: the first action that needs the role, then what
 * starts it. From the published collections ("AWS IAM privilege escalation methods" of Rhino Security Labs, and
 * pathfinding.cloud of Datadog), with the services that they leave out although they work alike.
 */
const launches = [
  ['lambda.amazonaws.com', ['lambda:CreateFunction', 'lambda:InvokeFunction'], 'a function'],
  ['lambda.amazonaws.com', ['lambda:CreateFunction', 'lambda:CreateEventSourceMapping'], 'a function'],
  ['lambda.amazonaws.com', ['lambda:CreateFunction', 'lambda:AddPermission'], 'a function'],
  ['ec2.amazonaws.com', ['ec2:RunInstances'], 'an instance'],
  ['ec2.amazonaws.com', ['ec2:RequestSpotInstances'], 'a spot instance'],
  ['ec2.amazonaws.com', ['ec2:AssociateIamInstanceProfile', 'ssm:SendCommand'], 'an instance'],
  [
    'autoscaling.amazonaws.com',
    ['autoscaling:CreateLaunchConfiguration', 'autoscaling:CreateAutoScalingGroup'],
    'an instance',
  ],
  ['ecs-tasks.amazonaws.com', ['ecs:RegisterTaskDefinition', 'ecs:RunTask'], 'a task'],
  ['ecs-tasks.amazonaws.com', ['ecs:RegisterTaskDefinition', 'ecs:StartTask'], 'a task'],
  ['ecs-tasks.amazonaws.com', ['ecs:RegisterTaskDefinition', 'ecs:CreateService'], 'a task'],
  ['ecs-tasks.amazonaws.com', ['batch:RegisterJobDefinition', 'batch:SubmitJob'], 'a batch job'],
  ['sagemaker.amazonaws.com', ['sagemaker:CreateNotebookInstance'], 'a notebook'],
  ['sagemaker.amazonaws.com', ['sagemaker:CreateProcessingJob'], 'a processing job'],
  ['sagemaker.amazonaws.com', ['sagemaker:CreateTrainingJob'], 'a training job'],
  ['glue.amazonaws.com', ['glue:CreateDevEndpoint'], 'a development endpoint'],
  ['glue.amazonaws.com', ['glue:CreateJob', 'glue:StartJobRun'], 'a Glue job'],
  ['glue.amazonaws.com', ['glue:UpdateJob', 'glue:StartJobRun'], 'a Glue job'],
  ['cloudformation.amazonaws.com', ['cloudformation:CreateStack'], 'a template'],
  ['cloudformation.amazonaws.com', ['cloudformation:UpdateStack'], 'a template'],
  ['cloudformation.amazonaws.com', ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'], 'a template'],
  [
    'cloudformation.amazonaws.com',
    ['cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances'],
    'a template',
  ],
  ['cloudformation.amazonaws.com', ['cloudformation:UpdateStackSet'], 'a template'],
  [
    'datapipeline.amazonaws.com',
    ['datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition', 'datapipeline:ActivatePipeline'],
    'a pipeline',
  ],
  ['elasticmapreduce.amazonaws.com', ['elasticmapreduce:RunJobFlow'], 'a cluster'],
  ['codebuild.amazonaws.com', ['codebuild:CreateProject', 'codebuild:StartBuild'], 'a build'],
  ['codebuild.amazonaws.com', ['codebuild:CreateProject', 'codebuild:StartBuildBatch'], 'a build'],
  [
    'bedrock-agentcore.amazonaws.com',
    [
      'bedrock-agentcore:CreateCodeInterpreter',
      'bedrock-agentcore:StartCodeInterpreterSession',
      'bedrock-agentcore:InvokeCodeInterpreter',
    ],
    'a code interpreter',
  ],
  [
    'bedrock-agentcore.amazonaws.com',
    ['bedrock-agentcore:CreateAgentRuntime', 'bedrock-agentcore:InvokeAgentRuntime'],
    'an agent',
  ],
  ['tasks.apprunner.amazonaws.com', ['apprunner:CreateService'], 'an App Runner service'],
  ['states.amazonaws.com', ['states:CreateStateMachine', 'states:StartExecution'], 'a state machine'],
  ['scheduler.amazonaws.com', ['scheduler:CreateSchedule'], 'a schedule that calls any API'],
  ['ssm.amazonaws.com', ['ssm:StartAutomationExecution'], 'an automation'],
  [
    'servicecatalog.amazonaws.com',
    ['servicecatalog:CreateConstraint', 'servicecatalog:ProvisionProduct'],
    'the template of a product',
  ],
] as const satisfies readonly (readonly [service: string, actions: readonly string[], what: string])[];

const byRole = ['role', 'policy'] as const;
const byOthers = ['user', 'group'] as const;

/** Ways that change rights themselves, or take over what has them already. */
const direct: readonly EscalationPath[] = [
  { needs: ['iam:CreatePolicyVersion'], gain: 'rewrite any policy of the account' },
  { needs: ['iam:SetDefaultPolicyVersion'], gain: 'restore an older, wider version of any policy' },
  { needs: ['iam:AttachRolePolicy'], gain: 'attach any policy to its own role', kinds: byRole },
  {
    needs: ['iam:AttachRolePolicy', 'sts:AssumeRole'],
    gain: 'attach any policy to a role and assume it',
    kinds: byOthers,
  },
  { needs: ['iam:PutRolePolicy'], gain: 'put any inline policy on its own role', kinds: byRole },
  {
    needs: ['iam:PutRolePolicy', 'sts:AssumeRole'],
    gain: 'put any inline policy on a role and assume it',
    kinds: byOthers,
  },
  { needs: ['iam:AttachUserPolicy'], gain: 'attach any policy to a user' },
  { needs: ['iam:PutUserPolicy'], gain: 'put any inline policy on a user' },
  { needs: ['iam:AttachGroupPolicy'], gain: 'attach any policy to a group' },
  { needs: ['iam:PutGroupPolicy'], gain: 'put any inline policy on a group' },
  { needs: ['iam:AddUserToGroup'], gain: 'add a user to any group' },
  { needs: ['iam:UpdateAssumeRolePolicy'], gain: 'make any role trust the caller' },
  { needs: ['iam:CreateAccessKey'], gain: 'create an access key for any user' },
  { needs: ['iam:CreateLoginProfile'], gain: 'create a console password for any user' },
  { needs: ['iam:UpdateLoginProfile'], gain: "change any user's password" },
  { needs: ['iam:DeleteRolePermissionsBoundary'], gain: 'remove the permissions boundary of any role' },
  { needs: ['iam:DeleteUserPermissionsBoundary'], gain: 'remove the permissions boundary of any user' },
  { needs: ['sts:AssumeRole'], gain: 'assume every role that trusts its account' },
  { needs: ['lambda:UpdateFunctionCode'], gain: 'replace the code of any function and run it with its role' },
  { needs: ['lambda:UpdateFunctionConfiguration'], gain: 'add code to any function' },
  { needs: ['ssm:SendCommand'], gain: 'run commands on any managed instance with its role' },
  { needs: ['ssm:StartSession'], gain: 'open a shell on any managed instance with its role' },
  { needs: ['ec2-instance-connect:SendSSHPublicKey'], gain: 'log in to any instance and use its role' },
  {
    needs: ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'],
    gain: 'restart any instance with any script',
  },
  {
    needs: ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'],
    gain: 'start instances with any script',
  },
  { needs: ['sagemaker:CreatePresignedNotebookInstanceUrl'], gain: 'open any notebook and use its role' },
  {
    needs: [
      'sagemaker:UpdateNotebookInstance',
      'sagemaker:CreateNotebookInstanceLifecycleConfig',
      'sagemaker:StopNotebookInstance',
      'sagemaker:StartNotebookInstance',
    ],
    gain: 'start any notebook with any script',
  },
  { needs: ['glue:UpdateDevEndpoint'], gain: 'log in to any development endpoint and use its role' },
  { needs: ['codebuild:StartBuild'], gain: 'run any build specification with the role of any project' },
  { needs: ['codebuild:StartBuildBatch'], gain: 'run any build specification with the role of any project' },
  { needs: ['apprunner:UpdateService'], gain: 'replace the code of any App Runner service' },
  { needs: ['cloudformation:UpdateStack'], gain: 'change any stack with the role of the stack' },
  {
    needs: ['cloudformation:ExecuteChangeSet', 'cloudformation:CreateChangeSet'],
    gain: 'change any stack with the role of the stack',
  },
  {
    needs: ['bedrock-agentcore:InvokeCodeInterpreter', 'bedrock-agentcore:StartCodeInterpreterSession'],
    gain: 'run code with the role of any code interpreter',
  },
  { needs: ['ecs:ExecuteCommand'], gain: 'run commands in any task with its role' },
];

export const escalationPaths: readonly EscalationPath[] = [
  ...direct,
  ...launches.map(
    ([service, actions, what]): EscalationPath => ({
      needs: [passRole, ...actions],
      passedTo: [service],
      gain: `start ${what} with any role that trusts ${service}`,
    }),
  ),
];
