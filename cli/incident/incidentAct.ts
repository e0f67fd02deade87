import { UserError } from '../../contract/userError';
import type { RecordedAction } from '../../incidents/document/incident';
import { incidentState } from '../../incidents/memory/incidentState';
import { recordIncidentAction } from '../../store/incidentDocuments';
import { printJson, printText } from '../terminal/output';
import { type StoreOptions, withStore } from './incidentOptions';

interface ActionOptions extends StoreOptions {
  readonly by: string;
  readonly note?: string;
  readonly cause?: string;
  readonly fix?: string;
}

/** Longest text that a person records. */
const maxLength = 2_000;

/** Returns the command that records an action in an incident's document. */
export function recordCommand(action: RecordedAction['action']) {
  return (id: string, options: ActionOptions): Promise<void> =>
    withStore(options, async (store) => {
      const recorded = actionOf(action, options);
      const incident = await recordIncidentAction(store, id, recorded);
      const state = incidentState(incident);
      if (options.json) printJson({ id, state, action: recorded });
      else printText(`incident ${id} is ${state}; recorded by ${recorded.by} at ${recorded.at}`);
    });
}

function actionOf(action: RecordedAction['action'], options: ActionOptions): RecordedAction {
  const texts = Object.fromEntries(
    (['by', 'cause', 'fix', 'note'] as const).flatMap((name) => {
      const text = options[name]?.replace(/\s+/g, ' ').trim();
      if (text === undefined) return [];
      if (text === '') throw new UserError(`--${name} is empty`);
      if (text.length > maxLength) {
        throw new UserError(
          `--${name} has ${text.length} characters; use at most ${maxLength}, and the document's notes for more`,
        );
      }
      return [[name, text]];
    }),
  );
  return { action, by: options.by, ...texts, at: new Date().toISOString() };
}
