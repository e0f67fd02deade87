import { lazy, memoize } from '../../pack/memoize';
import { type ActionFacts, actionFacts, actionsOfService } from '../actions/actionFacts';
import { credentialActions } from './credentialActions';
import { permissionActions, readingActions } from './sensitiveActions';
import { tamperingActions } from './tamperingActions';

/** Actions that return data of the resource whose policy allows them, besides those that identity policies are judged by. */
const readsOfResource = [
  'aps:GetLabels',
  'aps:GetSeries',
  'aps:QueryMetrics',
  'cloudsearch:search',
  'codeartifact:GetPackageVersionAsset',
  'codeartifact:ReadFromRepository',
  'codebuild:BatchGetBuilds',
  'codebuild:BatchGetProjects',
  'elasticfilesystem:ClientMount',
  'glue:GetPartitions',
  'glue:GetTable',
  'glue:GetTables',
  'glue:SearchTables',
  'kinesis:SubscribeToShard',
  'lambda:GetLayerVersion',
  'mediastore:GetObject',
  's3-object-lambda:GetObject',
  's3-object-lambda:GetObjectVersion',
  's3-outposts:GetObject',
  's3-outposts:GetObjectVersion',
  's3files:ClientMount',
  's3tables:GetTableData',
  's3vectors:GetVectors',
  's3vectors:QueryVectors',
  'sagemaker:DescribeModelPackage',
  'schemas:DescribeSchema',
  'schemas:ExportSchema',
  'sns:Subscribe',
  'xray:BatchGetTraces',
] as const;

const codeActions = [
  'bedrock-agentcore:InvokeAgentRuntime',
  'bedrock-agentcore:InvokeCodeInterpreter',
  'codebuild:StartBuild',
  'codebuild:StartBuildBatch',
  'execute-api:Invoke',
  'lambda:InvokeFunction',
  'lambda:InvokeFunctionUrl',
  'lambda:UpdateFunctionCode',
  'vpc-lattice-svcs:Invoke',
] as const;

/** What no other account should be allowed, by what it does; an action counts for the first that lists it. */
const dangers: readonly (readonly [verb: string, actions: () => readonly string[]])[] = [
  ['read data', lazy(() => [...readingActions, ...readsOfResource])],
  ['read credentials', () => credentialActions],
  ['change permissions', permissionActions],
  ['disable the monitoring', () => Object.values(tamperingActions).flat()],
  ['run code', () => codeActions],
];

export interface OutsiderDanger {
  /** Follows a name: `read data`. */
  readonly verb: string;
  readonly actions: readonly ActionFacts[];
}

/** Actions on a service's resources that other accounts should not be allowed; whatever else changes something comes last. */
export const outsiderDangers = memoize(
  (service: string): readonly OutsiderDanger[] => {
    const listed = new Set<ActionFacts>();
    const select = (verb: string, candidates: readonly ActionFacts[]): OutsiderDanger => {
      const actions = candidates.filter((facts) => !listed.has(facts));
      for (const facts of actions) listed.add(facts);
      return { verb, actions };
    };
    const named = dangers.map(([verb, actions]) =>
      select(
        verb,
        actions()
          .filter((action) => action.startsWith(`${service}:`))
          .flatMap((action) => actionFacts(action) ?? []),
      ),
    );
    const changing = [...(actionsOfService(service)?.values() ?? [])].filter(({ levels }) => levels.includes('Write'));
    return [...named, select('write or delete data', changing)];
  },
  { most: 1_000 },
);
