import { parseS3Uri } from '../../contract/s3Uri';
import { UserError } from '../../contract/userError';
import { type Caller, checkStackName, identifyCaller } from './accountChecks';
import type { Check } from './check';
import { checkDelivery } from './deliveryChecks';
import { type DoctorClients, doctorClients } from './doctorClients';
import { checkModelMonitor } from './engineCheck';
import { type Diagnosis, printDiagnosis } from './printDiagnosis';
import { checkQuotas } from './quotaChecks';
import { readStackFile } from './stackFile';
import { checkSubscriptions } from './subscriptionCheck';
import { checkTrails } from './trailChecks';

interface DoctorOptions {
  readonly stack: string;
  readonly region?: string;
  readonly endpoints?: number;
  readonly trailArn?: string;
  readonly store?: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** The options, with what the stack file says where they are silent. */
interface Subject {
  readonly stack: string;
  readonly region: string;
  readonly endpoints: number;
  readonly reservedConcurrency: number;
  readonly trailArn?: string;
  readonly bucket?: string;
  readonly digestFrom?: string;
}

/** Checks the account and the region that a stack is to be deployed to. Reads only. */
export async function runDoctor(options: DoctorOptions): Promise<void> {
  const subject = readSubject(options);
  const clients = doctorClients(subject.region, options.endpointUrl);
  try {
    const caller = await identifyCaller(clients, subject.region);
    const diagnosis = 'check' in caller ? { checks: [caller] } : await diagnose(clients, subject, caller);
    printDiagnosis({ ...diagnosis, stack: subject.stack, region: subject.region }, options.json);
  } finally {
    clients.destroy();
  }
}

function readSubject({ stack, store, ...options }: DoctorOptions): Subject {
  const file = readStackFile(stack);
  const region = options.region ?? file?.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  if (!region) {
    throw new UserError(`no AWS region; set aws:region in Pulumi.${stack}.yaml, AWS_REGION or --region`);
  }
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new UserError(`invalid region '${region}': expected a name such as eu-west-1`);
  }
  const bucket = store === undefined ? undefined : parseS3Uri(store)?.bucket;
  if (store !== undefined && bucket === undefined) {
    throw new UserError(`${store}: invalid store address: expected s3://<bucket>`);
  }
  return {
    stack,
    region,
    endpoints: options.endpoints ?? Math.max(1, file?.endpoints ?? 1),
    reservedConcurrency: file?.reservedConcurrency ?? 0,
    trailArn: options.trailArn ?? file?.trailArn,
    bucket,
    digestFrom: file?.digestFrom,
  };
}

async function diagnose(
  clients: DoctorClients,
  subject: Subject,
  caller: Caller,
): Promise<Omit<Diagnosis, 'stack' | 'region'>> {
  const { stack, region, trailArn } = subject;
  const credentials: Check = { check: 'credentials', status: 'ok', text: `${caller.arn} in account ${caller.account}` };
  const [name, quotas, trails, delivery, subscriptions, monitor] = await Promise.all([
    checkStackName(clients, stack, region, trailArn === undefined),
    checkQuotas(clients, subject),
    checkTrails(clients, subject),
    checkDelivery(clients, subject),
    checkSubscriptions(clients, stack),
    checkModelMonitor(clients, region),
  ]);
  const checks = [credentials, ...name, ...quotas, ...trails, ...delivery, ...subscriptions, ...monitor.checks];
  return { caller, checks, choice: monitor.choice };
}
