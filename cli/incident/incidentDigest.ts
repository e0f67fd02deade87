import { hourMs } from '../../contract/hours';
import { UserError } from '../../contract/userError';
import { composeDigest, isQuiet } from '../../incidents/digest/digest';
import { digestMail } from '../../report/digest/digestMail';
import { digestText } from '../../report/digest/digestText';
import { readDigestFacts } from '../../store/digestFacts';
import { readStoredSettings } from '../../store/storedSettings';
import { exitCodes } from '../terminal/exitCodes';
import { printJson, printText } from '../terminal/output';
import { writePage } from '../terminal/writePage';
import { type StoreOptions, withStore } from './incidentOptions';

interface DigestOptions extends StoreOptions {
  readonly owner?: string;
  readonly to?: Date;
  readonly html?: string;
}

/** Prints the digest of the day before an instant, as its audience gets it. */
export function printDigest(options: DigestOptions): Promise<void> {
  return withStore(options, async (store) => {
    const settings = await readStoredSettings(store);
    const owners = [...new Set(Object.values(settings.endpoints).map(({ owner }) => owner))].sort();
    if (options.owner !== undefined && !owners.includes(options.owner)) {
      throw new UserError(`no endpoint has owner '${options.owner}'; owners: ${owners.join(', ') || 'none'}`);
    }
    const to = options.to ?? new Date();
    const facts = await readDigestFacts(store, settings, { from: new Date(to.getTime() - 24 * hourMs), to });
    const digest = composeDigest(facts, options.owner);
    if (options.html !== undefined) await writePage(options.html, digestMail(digest));
    if (options.json) printJson(digest);
    else if (options.html === undefined) printText(digestText(digest).trimEnd());
    else printText(`digest written to ${options.html}`);
    if (isQuiet(digest)) process.exitCode = exitCodes.empty;
  });
}
