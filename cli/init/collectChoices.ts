import { type Environment, environments } from '../../config/defaults';
import { invalidStackTexts, nameProblems } from '../../config/nameProblems';
import { isAccepted, textRules } from '../../contract/awsLimits';
import type { Engine } from '../../contract/monitorSettings';
import { UserError } from '../../contract/userError';
import type { ProposedSchema } from '../../quality/schema/schemaText';
import {
  type EndpointColumns,
  firstSchema,
  parseColumns,
  parsePrediction,
  readColumnsAnswer,
  readTrainingColumns,
  type TrainingSource,
} from '../proposal/endpointColumns';
import { refuseWithout } from '../terminal/options';
import { printError } from '../terminal/output';

/** Flags of the command, as typed. */
export interface InitFlags {
  readonly region?: string;
  readonly stack?: string;
  readonly environment?: string;
  readonly endpoint?: string;
  readonly owner?: string;
  readonly training?: readonly string[];
  readonly separator?: string;
  readonly encoding?: string;
  readonly columns?: string;
  /** Names, separated by commas. */
  readonly prediction?: string;
  readonly engine: Engine;
  readonly endpointUrl?: string;
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
  /** Statistics of the columns, by name; empty when they are unknown. */
  readonly statistics: EndpointColumns['statistics'];
}

/** Asks a person one question. */
export type Ask = (question: string) => Promise<string>;

interface Question<T> {
  readonly flag: string;
  readonly text: string;
  /** Throws a UserError for an answer that is not allowed. */
  readonly read: (answer: string) => T | Promise<T>;
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
    text: 'training file, or columns such as score:Fractional,age:Integral; prediction first',
    read: readColumnsAnswer,
  },
} as const satisfies Record<string, Question<unknown>>;

/**
 * The choices of the flags, with a question on the terminal for each that is missing. Throws a UserError for an invalid
 * flag before it asks, and for a missing one if there is no terminal.
 */
export async function collectChoices(flags: InitFlags, ask: Ask | undefined): Promise<InitChoices> {
  const { stack, environment, ...known } = await readFlags(flags);
  const region = known.region ?? (await answerOf(questions.region, ask));
  const stackName = stack ?? (await answerOf(questions.stack, ask));
  const namedEnvironment =
    environment ?? environments.find((name) => name === stackName) ?? (await answerOf(questions.environment, ask));
  const endpoint = known.endpoint ?? (await answerOf(questions.endpoint, ask));
  const owner = known.owner ?? (await answerOf(questions.owner, ask));
  const columns = known.columns ?? (await answerOf(questions.columns, ask));
  return {
    region,
    stack: stackName,
    environment: namedEnvironment,
    endpoint,
    owner,
    engine: flags.engine,
    schema: firstSchema(columns, parsePrediction(flags.prediction)),
    statistics: columns.statistics,
  };
}

async function readFlags(flags: InitFlags) {
  const { region, stack, environment, endpoint, owner, training, separator, encoding, columns, endpointUrl } = flags;
  if (training === undefined) refuseWithout('--training', { '--separator': separator, '--encoding': encoding });
  if (training !== undefined && columns !== undefined) {
    throw new UserError('--training cannot be combined with --columns');
  }
  const read = async <T>(question: Question<T>, text: string | undefined) =>
    text === undefined ? undefined : await question.read(text.trim());
  const table: TrainingSource | undefined = training && { training, header: true, separator, encoding, endpointUrl };
  return {
    region: await read(questions.region, region),
    stack: await read(questions.stack, stack),
    environment: await read(questions.environment, environment),
    endpoint: await read(questions.endpoint, endpoint),
    owner: await read(questions.owner, owner),
    columns: table ? await readTrainingColumns(table) : columns === undefined ? undefined : parseColumns(columns),
  };
}

/** Asks until the answer is allowed. */
async function answerOf<T>({ flag, text, read }: Question<T>, ask: Ask | undefined): Promise<T> {
  if (!ask) throw new UserError(`${flag} is required without a terminal: ${text}`);
  for (;;) {
    try {
      return await read((await ask(`${text}: `)).trim());
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
