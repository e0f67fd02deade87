import { type Launch, published } from './launch';

/** What calls AWS by itself, as its configuration says. */
export const orchestrationLaunches: readonly Launch[] = [
  {
    passedTo: ['cloudformation.amazonaws.com'],
    actions: [
      ['cloudformation:CreateStack'],
      ['cloudformation:UpdateStack'],
      ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
      ['cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances'],
      ['cloudformation:UpdateStackSet'],
    ],
    starts: 'a template',
    source: published,
  },
  {
    passedTo: ['resources.cloudformation.amazonaws.com'],
    actions: [['cloudformation:RegisterType', 'cloudformation:CreateStack']],
    starts: 'the handlers of a resource type',
    source: 'CloudFormation API, RegisterType: ExecutionRoleArn',
  },
  {
    passedTo: [
      'cloudformation.sync.codeconnections.amazonaws.com',
      'sync.codeconnections.amazonaws.com',
      'cloudformation.sync.codestar-connections.amazonaws.com',
    ],
    actions: [
      ['codeconnections:CreateSyncConfiguration'],
      ['codeconnections:UpdateSyncConfiguration'],
      ['codestar-connections:CreateSyncConfiguration'],
      ['codestar-connections:UpdateSyncConfiguration'],
    ],
    starts: 'a template from a repository',
    source: 'CodeConnections API, CreateSyncConfiguration: RoleArn',
  },
  {
    passedTo: ['codepipeline.amazonaws.com'],
    actions: [['codepipeline:CreatePipeline'], ['codepipeline:UpdatePipeline']],
    starts: 'a pipeline that runs commands',
    source: 'CodePipeline User Guide, Commands action: runs with the role of the pipeline',
  },
  {
    passedTo: ['codedeploy.amazonaws.com'],
    actions: [['codedeploy:CreateDeploymentGroup', 'codedeploy:CreateDeployment']],
    starts: 'a deployment',
    source: 'CodeDeploy API, CreateDeploymentGroup: serviceRoleArn',
  },
  {
    passedTo: ['states.amazonaws.com'],
    actions: [
      ['states:CreateStateMachine', 'states:StartExecution'],
      ['states:CreateStateMachine', 'states:StartSyncExecution'],
      ['states:UpdateStateMachine', 'states:StartExecution'],
      ['states:TestState'],
    ],
    starts: 'a state machine',
    source: `${published}; Step Functions API, TestState: roleArn`,
  },
  {
    passedTo: ['scheduler.amazonaws.com'],
    actions: [['scheduler:CreateSchedule'], ['scheduler:UpdateSchedule']],
    starts: 'a schedule that calls any API',
    source: 'EventBridge Scheduler User Guide, universal targets',
  },
  {
    passedTo: ['pipes.amazonaws.com'],
    actions: [['pipes:CreatePipe'], ['pipes:UpdatePipe']],
    starts: 'a pipe',
    source: 'EventBridge Pipes API, CreatePipe: RoleArn, which reads the source and calls the target',
  },
  {
    passedTo: ['apigateway.amazonaws.com'],
    actions: [['apigateway:PUT', 'apigateway:POST']],
    starts: 'an API whose integration calls AWS',
    source: 'API Gateway API, PutIntegration: credentials of an integration of type AWS',
  },
  {
    passedTo: ['appsync.amazonaws.com'],
    actions: [['appsync:CreateDataSource', 'appsync:CreateResolver']],
    starts: 'a resolver that calls AWS',
    source: 'AppSync API, CreateDataSource: serviceRoleArn, and HttpDataSourceConfig with AWS_IAM',
  },
  {
    passedTo: ['ssm.amazonaws.com'],
    actions: [
      ['ssm:StartAutomationExecution'],
      ['ssm:StartChangeRequestExecution'],
      ['ssm:CreateAssociation'],
      ['ssm:UpdateAssociation'],
      ['ssm:RegisterTaskWithMaintenanceWindow'],
      ['ssm:UpdateMaintenanceWindowTask'],
      ['ssm:CreateActivation'],
      ['ssm:UpdateManagedInstanceRole'],
      ['config:PutRemediationConfigurations', 'config:StartRemediationExecution'],
    ],
    starts: 'an automation or a managed machine',
    source: `${published}; Systems Manager API: ServiceRoleArn of tasks, IamRole of CreateActivation`,
  },
  {
    passedTo: ['ssm-incidents.amazonaws.com'],
    actions: [['ssm-incidents:CreateResponsePlan', 'ssm-incidents:StartIncident']],
    starts: 'the automation of an incident',
    source: 'Incident Manager API, SsmAutomation: roleArn',
  },
  {
    passedTo: ['budgets.amazonaws.com'],
    actions: [['budgets:CreateBudgetAction'], ['budgets:UpdateBudgetAction']],
    starts: 'a budget action that attaches policies',
    source: 'Budgets API, CreateBudgetAction: ExecutionRoleArn, and ActionType APPLY_IAM_POLICY',
  },
  {
    passedTo: ['servicecatalog.amazonaws.com'],
    actions: [
      ['servicecatalog:CreateConstraint', 'servicecatalog:ProvisionProduct'],
      ['servicecatalog:UpdateConstraint', 'servicecatalog:ProvisionProduct'],
    ],
    starts: 'the template of a product',
    source: 'Service Catalog Administrator Guide, launch constraints',
  },
  {
    passedTo: ['fis.amazonaws.com'],
    actions: [['fis:CreateExperimentTemplate', 'fis:StartExperiment']],
    starts: 'an experiment',
    source: 'FIS User Guide, aws:ssm:send-command and aws:ssm:start-automation-execution actions',
  },
  {
    passedTo: ['chatbot.amazonaws.com'],
    actions: [
      ['chatbot:CreateSlackChannelConfiguration'],
      ['chatbot:UpdateSlackChannelConfiguration'],
      ['chatbot:CreateMicrosoftTeamsChannelConfiguration'],
      ['chatbot:UpdateMicrosoftTeamsChannelConfiguration'],
    ],
    starts: 'a chat channel that runs commands',
    source: 'Amazon Q Developer in chat applications API: IamRoleArn of a channel',
  },
];
