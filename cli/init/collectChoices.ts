import { type Environment, environments } from '../../config/defaults';
import { invalidStackTexts, nameProblems } from '../../config/nameProblems';
import { isAccepted, textRules } from '../../contract/awsLimits';
import type { Engine } from '../../contract/monitorSettings';
import { UserError } from '../../contract/userError';
import type { ProposedSchema } from '../../quality/schema/schemaText';
import { printError } from '../terminal/output';
import { type EndpointColumns, firstSchema, parseColumns, readColumnsAnswer, readTrainingColumns } from './readColumns';

/** Flags of the command, as typed. */
export interface InitFlags {
  readonly region?: string;
  readonly stack?: string;
  readonly environment?: string;
  readonly endpoint?: string;
  readonly owner?: string;
  readonly training?: string;
  readonly columns?: string;
  /** Names, separated by commas. */
  readonly prediction?: string;
  readonly engine: Engine;
}

/** What the files are written from. */
export interface InitChoices {
  readonly region: string;
  readonly stack: string;
  readonly environment: Environment;
  readonly endpoint: string;
  readonly owner: string;
  readonly engine: Engine;
  readonly schema: ProposedSchema;
}

/** Asks a person one question. */
export type Ask = (question: string) => Promise<string>;

interface Question<T> {
  readonly flag: string;
  readonly text: string;
  /** Throws a UserError for an answer that is not allowed. */
  readonly read: (answer: string) => T;
}

const questions = {
  region: { flag: '--region', text: 'AWS region, such as eu-west-1', read: readRegion },
  stack: {
    flag: '--stack',
    text: `stack name, such as ${environments[0]} or churn-${environments[0]}`,
    read: readStack,
  },
  environment: { flag: '--environment', text: `environment: ${environments.join(', ')}`, read: readEnvironment },
  endpoint: { flag: '--endpoint', text: 'name of the SageMaker endpoint', read: readEndpoint },
  owner: { flag: '--owner', text: 'team that owns the endpoint and the stack', read: readOwner },
  columns: {
    flag: '--training or --columns',
    text: 'training file (CSV with a header row), or columns such as score:Fractional,age:Integral; prediction first',
    read: readColumnsAnswer,
  },
} as const satisfies Record<string, Question<unknown>>;

/**
 * The choices of the flags, with a question on the terminal for each that is missing. Throws a UserError for an invalid
 * flag before it asks, and for a missing one if there is no terminal.
 */
export async function collectChoices(flags: InitFlags, ask: Ask | undefined): Promise<InitChoices> {
  const { stack, environment, ...known } = readFlags(flags);
  const prediction = flags.prediction?.split(',').map((name) => name.trim());
  const region = known.region ?? (await answerOf(questions.region, ask));
  const stackName = stack ?? (await answerOf(questions.stack, ask));
  return {
    region,
    stack: stackName,
    environment:
      environment ?? environments.find((name) => name === stackName) ?? (await answerOf(questions.environment, ask)),
    endpoint: known.endpoint ?? (await answerOf(questions.endpoint, ask)),
    owner: known.owner ?? (await answerOf(questions.owner, ask)),
    engine: flags.engine,
    schema: firstSchema(known.columns ?? (await answerOf(questions.columns, ask)), prediction),
  };
}

function readFlags({ region, stack, environment, endpoint, owner, training, columns }: InitFlags) {
  if (training !== undefined && columns !== undefined) {
    throw new UserError('--training cannot be combined with --columns');
  }
  const read = <T>(question: Question<T>, text: string | undefined) =>
    text === undefined ? undefined : question.read(text.trim());
  const readSource = (): EndpointColumns | undefined => {
    if (training !== undefined) return readTrainingColumns(training);
    return columns === undefined ? undefined : parseColumns(columns);
  };
  return {
    region: read(questions.region, region),
    stack: read(questions.stack, stack),
    environment: read(questions.environment, environment),
    endpoint: read(questions.endpoint, endpoint),
    owner: read(questions.owner, owner),
    columns: readSource(),
  };
}

/** Asks until the answer is allowed. */
async function answerOf<T>({ flag, text, read }: Question<T>, ask: Ask | undefined): Promise<T> {
  if (!ask) throw new UserError(`${flag} is required without a terminal: ${text}`);
  for (;;) {
    try {
      return read((await ask(`${text}: `)).trim());
    } catch (error) {
      if (!(error instanceof UserError) || error instanceof StoppedError) throw error;
      printError(error.message);
    }
  }
}

/** A person ended the input before the last question. */
export class StoppedError extends UserError {}

/** Names of regions: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
function readRegion(region: string): string {
  if (/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region)) return region;
  throw new UserError(`invalid region '${region}': expected a region's code, such as eu-west-1`);
}

function readStack(stack: string): string {
  const [problem] = invalidStackTexts(stack);
  if (problem !== undefined) throw new UserError(problem);
  return stack;
}

function readEnvironment(text: string): Environment {
  const environment = environments.find((name) => name === text);
  if (environment) return environment;
  throw new UserError(`invalid environment '${text}': use one of ${environments.join(', ')}`);
}

function readEndpoint(endpoint: string): string {
  const [problem] = nameProblems([endpoint]);
  if (problem) throw new UserError(problem.text);
  return endpoint;
}

function readOwner(owner: string): string {
  if (isAccepted('tag value', owner)) return owner;
  const { allowed, source } = textRules['tag value'];
  throw new UserError(`invalid owner: use ${allowed} (${source})`);
}
