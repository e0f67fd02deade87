import { type Launch, published } from './launch';

/** What runs code on data: notebooks, jobs, clusters. */
export const analyticsLaunches: readonly Launch[] = [
  {
    passedTo: ['sagemaker.amazonaws.com'],
    actions: [
      ['sagemaker:CreateNotebookInstance'],
      ['sagemaker:UpdateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl'],
      ['sagemaker:CreateProcessingJob'],
      ['sagemaker:CreateTrainingJob'],
      ['sagemaker:CreateHyperParameterTuningJob'],
      ['sagemaker:CreateModel', 'sagemaker:CreateEndpoint'],
      ['sagemaker:CreateModel', 'sagemaker:CreateTransformJob'],
      ['sagemaker:CreatePipeline', 'sagemaker:StartPipelineExecution'],
      ['sagemaker:UpdatePipeline', 'sagemaker:StartPipelineExecution'],
      ['sagemaker:CreateMonitoringSchedule'],
      ['sagemaker:CreateCluster'],
      ['sagemaker:CreateDomain', 'sagemaker:CreatePresignedDomainUrl'],
      ['sagemaker:UpdateDomain', 'sagemaker:CreatePresignedDomainUrl'],
      ['sagemaker:CreateUserProfile', 'sagemaker:CreatePresignedDomainUrl'],
      ['sagemaker:UpdateUserProfile', 'sagemaker:CreatePresignedDomainUrl'],
    ],
    starts: 'a job or a notebook',
    source: `${published}; SageMaker API: RoleArn and ExecutionRole of each of these`,
  },
  {
    passedTo: ['glue.amazonaws.com'],
    actions: [
      ['glue:CreateDevEndpoint'],
      ['glue:CreateJob', 'glue:StartJobRun'],
      ['glue:CreateJob', 'glue:CreateTrigger'],
      ['glue:UpdateJob', 'glue:StartJobRun'],
      ['glue:UpdateJob', 'glue:CreateTrigger'],
      ['glue:CreateSession', 'glue:RunStatement'],
      ['glue:CreateBlueprint', 'glue:StartBlueprintRun'],
    ],
    starts: 'a Glue job or session',
    source: `${published}; Glue API, CreateSession: Role`,
  },
  {
    passedTo: ['elasticmapreduce.amazonaws.com', 'ec2.amazonaws.com'],
    actions: [['elasticmapreduce:RunJobFlow']],
    starts: 'a cluster',
    source: published,
  },
  {
    passedTo: ['emr-serverless.amazonaws.com'],
    actions: [['emr-serverless:StartJobRun'], ['emr-serverless:StartSession']],
    starts: 'an EMR Serverless job',
    source: 'EMR Serverless API, StartJobRun: executionRoleArn',
  },
  {
    passedTo: ['datapipeline.amazonaws.com'],
    actions: [['datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition', 'datapipeline:ActivatePipeline']],
    starts: 'a pipeline',
    source: published,
  },
  {
    passedTo: ['athena.amazonaws.com'],
    actions: [['athena:CreateWorkGroup', 'athena:StartSession', 'athena:StartCalculationExecution']],
    starts: 'a Spark session',
    source: 'Athena API, WorkGroupConfiguration: ExecutionRole',
  },
  {
    passedTo: ['kinesisanalytics.amazonaws.com'],
    actions: [
      ['kinesisanalytics:CreateApplication', 'kinesisanalytics:StartApplication'],
      ['kinesisanalytics:UpdateApplication', 'kinesisanalytics:StartApplication'],
    ],
    starts: 'a Flink application',
    source: 'Managed Service for Apache Flink API, CreateApplication: ServiceExecutionRole',
  },
  {
    passedTo: ['airflow-env.amazonaws.com', 'airflow.amazonaws.com'],
    actions: [['airflow:CreateEnvironment'], ['airflow:UpdateEnvironment']],
    starts: 'an Airflow environment',
    source: 'MWAA API, CreateEnvironment: ExecutionRoleArn',
  },
  {
    passedTo: ['airflow-serverless.amazonaws.com'],
    actions: [
      ['airflow-serverless:CreateWorkflow', 'airflow-serverless:StartWorkflowRun'],
      ['airflow-serverless:UpdateWorkflow', 'airflow-serverless:StartWorkflowRun'],
    ],
    starts: 'an Airflow workflow',
    source: 'MWAA Serverless API, CreateWorkflow: RoleArn',
  },
  {
    passedTo: ['kafkaconnect.amazonaws.com'],
    actions: [['kafkaconnect:CreateCustomPlugin', 'kafkaconnect:CreateConnector']],
    starts: 'a connector',
    source: 'MSK Connect API, CreateConnector: serviceExecutionRoleArn',
  },
  {
    passedTo: ['omics.amazonaws.com'],
    actions: [['omics:CreateWorkflow', 'omics:StartRun']],
    starts: 'a workflow of containers',
    source: 'HealthOmics API, StartRun: roleArn',
  },
  {
    passedTo: ['braket.amazonaws.com'],
    actions: [['braket:CreateJob']],
    starts: 'a hybrid job',
    source: 'Braket API, CreateJob: roleArn',
  },
  {
    passedTo: ['bedrock-agentcore.amazonaws.com'],
    actions: [
      [
        'bedrock-agentcore:CreateCodeInterpreter',
        'bedrock-agentcore:StartCodeInterpreterSession',
        'bedrock-agentcore:InvokeCodeInterpreter',
      ],
      ['bedrock-agentcore:CreateAgentRuntime', 'bedrock-agentcore:InvokeAgentRuntime'],
      ['bedrock-agentcore:UpdateAgentRuntime', 'bedrock-agentcore:InvokeAgentRuntime'],
      ['bedrock-agentcore:CreateHarness', 'bedrock-agentcore:InvokeHarness'],
      ['bedrock-agentcore:UpdateHarness', 'bedrock-agentcore:InvokeHarness'],
      ['bedrock-agentcore:CreateGateway', 'bedrock-agentcore:CreateGatewayTarget'],
    ],
    starts: 'an agent or a code interpreter',
    source: `${published}; Bedrock AgentCore API: executionRoleArn of runtimes and interpreters, roleArn of gateways`,
  },
];
