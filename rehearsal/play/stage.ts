import { join } from 'node:path';
import type { EndpointOutputs, StackOutputs } from '../../contract/outputs';
import { type AwsClients, awsClients, deploymentKey } from '../aws/awsClients';
import { type LocalEngine, makeLocalEngine } from '../engine/localEngine';
import { type LocalAws, startLocalAws } from '../localAws/localAws';
import type { Progress } from '../run/progress';
import { readStackRegion } from '../scenario/stackSettings';
import type { Subject } from '../scenario/subject';
import { makeAnalyzerContainer, type WindowResult } from '../standIns/analyzerContainer';
import { type Pager, startPager } from '../standIns/pager';
import type { NamedDeployment } from './observations';

export interface RehearsalOptions {
  readonly subject: Subject;
  readonly progress: Progress;
  /** Temporary folder of this rehearsal. */
  readonly folder: string;
  /** Folder for the folder of the evidence pack; what it has is removed. */
  readonly evidence: string;
  /** Folder of the knowledge base's page; what it has is removed. */
  readonly knowledgeBase: string;
  /** Folder of the `pulumi` executable. */
  readonly pulumi: string;
  /** Path of a Python interpreter that has moto. */
  readonly python: string;
  /** Path of the Node that the functions are deployed on. */
  readonly functionNode: string;
  /** Port of the local AWS. @default a free port */
  readonly port?: number;
  /** Whether to leave the stack deployed. */
  readonly keep: boolean;
  readonly signal: AbortSignal;
}

/** What the steps of a rehearsal work with. */
export interface Stage {
  readonly options: RehearsalOptions;
  readonly aws: LocalAws;
  /** Clients of the deployment's identity. */
  readonly clients: AwsClients;
  readonly pager: Pager;
  readonly engine: LocalEngine;
  /** Grows with each operation of the engine. */
  readonly deployments: NamedDeployment[];
  /** Results of the monitor's runs, by start of their window (ISO 8601). */
  readonly windows: Map<string, WindowResult>;
}

/** Functions that stop what has been started, in the order of the starts. */
export type Cleanups = (() => Promise<void> | void)[];

/** Starts pager, local AWS and engine, and adds how to stop them to `cleanups`. */
export async function setStage(
  options: RehearsalOptions,
  cleanups: Cleanups,
  onDown: (problem: string) => void,
): Promise<Stage> {
  const { subject, folder, pulumi, signal } = options;
  const windows = new Map<string, WindowResult>();
  return options.progress.step('start a local AWS', async () => {
    const pager = await startPager();
    cleanups.push(() => pager.close());
    const aws = await startLocalAws({
      python: options.python,
      port: options.port,
      region: readStackRegion(),
      start: subject.day.start,
      onEvent: (event) => {
        if (event.kind === 'down') onDown(event.problem);
      },
      monitor: makeAnalyzerContainer((start, result) => windows.set(start.toISOString(), result), subject.schema),
    });
    cleanups.push(() => aws.close());
    const clients = awsClients(aws, deploymentKey);
    cleanups.push(() => clients.destroy());
    const engine = await makeLocalEngine({ pulumi, folder: join(folder, 'engine'), aws, signal });
    const stage = { options, aws, clients, pager, engine, deployments: [], windows };
    return { value: stage, detail: `moto behind ${aws.endpoint}, Pulumi ${engine.version}` };
  });
}

/** The subject's endpoint in the stack's outputs. */
export function endpointOutputs(outputs: StackOutputs, { day }: Subject): EndpointOutputs {
  const endpoint = outputs.endpoints[day.endpoint];
  if (!endpoint) throw new Error(`the stack has no outputs for endpoint ${day.endpoint}`);
  return endpoint;
}
