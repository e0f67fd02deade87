import { join } from 'node:path';
import { baselineFiles } from '../contract/storeLayout';
import { UserError } from '../contract/userError';
import { type OpenBaseline, openBaseline } from '../quality/openBaseline';
import { readText } from '../rehearsal/documents';

/** Reads the baseline in a folder; a UserError names the file that its manifest does not vouch for. */
export function readBaselineFolder(folder: string): OpenBaseline {
  const [statistics, constraints, manifest] = baselineFiles.map((name) => readText(join(folder, name)));
  const texts = {
    'statistics.json': statistics ?? '',
    'constraints.json': constraints ?? '',
    'manifest.json': manifest ?? '',
  };
  try {
    return openBaseline(texts);
  } catch (error) {
    throw new UserError(
      `${folder}: the baseline is refused: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
