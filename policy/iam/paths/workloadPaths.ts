import type { EscalationPath } from './escalationPath';
import { published } from './launch';

/** Ways to take over what runs with a role of its own. */
export const workloadPaths: readonly EscalationPath[] = [
  {
    needs: ['lambda:UpdateFunctionCode'],
    gain: 'replace the code of any function and run it with its role',
    source: published,
  },
  { needs: ['lambda:UpdateFunctionConfiguration'], gain: 'add code to any function', source: published },
  {
    needs: ['lambda:CreateMicrovmShellAuthToken'],
    gain: 'open a shell in any MicroVM with its role',
    source: 'Lambda API, CreateMicrovmShellAuthToken',
  },
  { needs: ['ssm:SendCommand'], gain: 'run commands on any managed instance with its role', source: published },
  { needs: ['ssm:StartSession'], gain: 'open a shell on any managed instance with its role', source: published },
  {
    needs: ['ssm:CreateAssociation'],
    gain: 'run documents on any managed instance with its role',
    source: 'Systems Manager API, CreateAssociation: Name and Targets',
  },
  {
    needs: ['ssm:UpdateAssociation'],
    gain: 'run documents on any managed instance with its role',
    source: 'Systems Manager API, UpdateAssociation: Name and Targets',
  },
  {
    needs: ['ec2-instance-connect:SendSSHPublicKey'],
    gain: 'log in to any instance and use its role',
    source: published,
  },
  {
    needs: ['ec2-instance-connect:SendSerialConsoleSSHPublicKey'],
    gain: 'log in to the console of any instance and use its role',
    source: 'EC2 Instance Connect API, SendSerialConsoleSSHPublicKey',
  },
  {
    needs: ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'],
    gain: 'restart any instance with any script',
    source: published,
  },
  {
    needs: ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'],
    gain: 'start instances with any script',
    source: published,
  },
  {
    needs: ['sagemaker:CreatePresignedNotebookInstanceUrl'],
    gain: 'open any notebook and use its role',
    source: published,
  },
  {
    needs: ['sagemaker:CreatePresignedDomainUrl'],
    gain: 'open Studio as any user and use its role',
    source: 'SageMaker API, CreatePresignedDomainUrl: UserProfileName',
  },
  {
    needs: ['sagemaker:StartSession'],
    gain: 'open a shell in any Studio space with its role',
    source: 'SageMaker API, StartSession: ResourceIdentifier of a space',
  },
  {
    needs: ['sagemaker:UpdatePipeline', 'sagemaker:StartPipelineExecution'],
    gain: 'replace the steps of any pipeline and run them with its role',
    source: 'SageMaker API, UpdatePipeline: PipelineDefinition',
  },
  {
    needs: [
      'sagemaker:UpdateNotebookInstance',
      'sagemaker:CreateNotebookInstanceLifecycleConfig',
      'sagemaker:StopNotebookInstance',
      'sagemaker:StartNotebookInstance',
    ],
    gain: 'start any notebook with any script',
    source: published,
  },
  {
    needs: ['glue:UpdateDevEndpoint'],
    gain: 'log in to any development endpoint and use its role',
    source: published,
  },
  {
    needs: ['glue:RunStatement'],
    gain: 'run code in any Glue session with its role',
    source: 'Glue API, RunStatement: SessionId and Code',
  },
  {
    needs: ['elasticmapreduce:AddJobFlowSteps'],
    gain: 'run code on any cluster with its role',
    source: 'EMR API, AddJobFlowSteps: HadoopJarStep',
  },
  {
    needs: ['emr-containers:StartJobRun'],
    gain: 'run code with any job execution role',
    source: 'EMR on EKS API, StartJobRun: executionRoleArn',
  },
  {
    needs: ['codebuild:StartBuild'],
    gain: 'run any build specification with the role of any project',
    source: published,
  },
  {
    needs: ['codebuild:StartBuildBatch'],
    gain: 'run any build specification with the role of any project',
    source: published,
  },
  {
    needs: ['codebuild:StartSandbox', 'codebuild:StartCommandExecution'],
    gain: 'run commands with the role of any project',
    source: 'CodeBuild API, StartCommandExecution',
  },
  {
    needs: ['states:UpdateStateMachine', 'states:StartExecution'],
    gain: 'replace any state machine and run it with its role',
    source: 'Step Functions API, UpdateStateMachine: definition',
  },
  { needs: ['apprunner:UpdateService'], gain: 'replace the code of any App Runner service', source: published },
  {
    needs: ['elasticbeanstalk:UpdateEnvironment', 'elasticbeanstalk:CreateApplicationVersion'],
    gain: 'replace the code of any environment',
    source: 'Elastic Beanstalk API, UpdateEnvironment: VersionLabel',
  },
  { needs: ['cloudformation:UpdateStack'], gain: 'change any stack with the role of the stack', source: published },
  {
    needs: ['cloudformation:ExecuteChangeSet', 'cloudformation:CreateChangeSet'],
    gain: 'change any stack with the role of the stack',
    source: published,
  },
  {
    needs: ['bedrock-agentcore:InvokeCodeInterpreter', 'bedrock-agentcore:StartCodeInterpreterSession'],
    gain: 'run code with the role of any code interpreter',
    source: published,
  },
  {
    needs: ['bedrock-agentcore:InvokeAgentRuntimeCommand'],
    gain: 'run commands in any agent runtime with its role',
    source: 'Bedrock AgentCore API, InvokeAgentRuntimeCommand',
  },
  {
    needs: ['kinesisanalytics:CreateApplicationPresignedUrl'],
    gain: 'open the notebook of any application and use its role',
    source: 'Managed Service for Apache Flink API, CreateApplicationPresignedUrl',
  },
  { needs: ['ecs:ExecuteCommand'], gain: 'run commands in any task with its role', source: published },
];
