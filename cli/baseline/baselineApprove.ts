import { join } from 'node:path';
import { baselineFiles, baselinePrefix } from '../../contract/storeLayout';
import { readText } from '../../store/documents';
import { openStore } from '../../store/openStore';
import { type BaselineTexts, storeApproved } from '../../store/storedBaseline';
import { readBaselineAt } from '../input/readBaselineAt';
import { print, printJson } from '../terminal/print';

interface ApproveOptions {
  readonly by: string;
  readonly why: string;
  readonly store: string;
  readonly endpointUrl?: string;
  readonly fourEyes: boolean;
  readonly json: boolean;
}

/** Approves the derived baseline in a folder and uploads it; says what to name in the stack's file. */
export async function approveCommand(folder: string, options: ApproveOptions): Promise<void> {
  const { by, why, fourEyes, json } = options;
  // Opened first, so that a changed file is refused with its folder.
  await readBaselineAt(folder);
  const texts = Object.fromEntries(baselineFiles.map((name) => [name, readText(join(folder, name))])) as BaselineTexts;
  const store = openStore(options.store, options.endpointUrl);
  try {
    const { manifest, written, schemaWritten } = await storeApproved(store, texts, {
      by,
      why: why.trim(),
      fourEyes,
      at: new Date(),
    });
    const { id, endpoint, schema, approval } = manifest;
    const uri = `${store.address}/${baselinePrefix(manifest, id)}`;
    if (json) return printJson({ id, endpoint, schema, approval, written, schemaWritten, uri });
    if (schemaWritten) print(`schema ${schema} of ${endpoint} registered: it was new to ${store.address}`);
    print(
      written
        ? `baseline ${id} of ${endpoint} approved by ${by}, uploaded to ${uri}`
        : `baseline ${id} of ${endpoint} was approved by ${approval?.by} at ${approval?.at} (${approval?.why}); nothing was written`,
    );
    print(
      `to put it in force, name it in the stack's file as 'baseline: ${id}' of ${endpoint} (schema: ${schema}), and deploy`,
    );
  } finally {
    store.close();
  }
}
