import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Creates the folder of an engine's plugins, without the log that the engine would write: it takes two fifths of the
 * engine's processor time, and no setting turns it off. The engine continues without a log if `logs` is not a folder.
 */
export async function makeEngineHome(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'logs'), '');
}

/** Variables of an engine whose state is temporary: it is written at the end of an operation, not after each resource. */
export const temporaryState = {
  PULUMI_EXPERIMENTAL: 'true',
  PULUMI_SKIP_CHECKPOINTS: 'true',
  PULUMI_DISABLE_CHECKPOINT_BACKUPS: 'true',
} as const;
