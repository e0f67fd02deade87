import { UserError } from '../../contract/userError';
import { readJobDefinition, readSchedule, withSageMaker } from '../input/managedJob';

/** Where Model Monitor's two files are, and which endpoint they belong to. */
export interface ImportSource {
  readonly statistics: string;
  readonly constraints: string;
  readonly endpoint?: string | undefined;
  readonly origin?: string;
}

/** Reads from SageMaker which files a job definition or a monitoring schedule names. Throws a UserError where it names none. */
export async function describeImportSource(
  { jobDefinition, schedule = '' }: { readonly jobDefinition?: string; readonly schedule?: string },
  endpointUrl: string | undefined,
): Promise<ImportSource> {
  const job = await withSageMaker(endpointUrl, async (client) => {
    try {
      return jobDefinition === undefined
        ? await readSchedule(client, schedule, endpointUrl)
        : await readJobDefinition(client, jobDefinition, endpointUrl);
    } catch (error) {
      if (error instanceof UserError) throw error;
      const what = jobDefinition === undefined ? `schedule ${schedule}` : `job definition ${jobDefinition}`;
      throw new UserError(
        `${what}: cannot be read from SageMaker (${error instanceof Error ? error.message : String(error)})`,
      );
    }
  });
  const { statistics, constraints, endpoint, origin } = job;
  if (statistics === undefined || constraints === undefined) {
    throw new UserError(
      `${origin}: names no statistics and constraints; pass their addresses with --statistics and --constraints`,
    );
  }
  return { statistics, constraints, endpoint, origin };
}
