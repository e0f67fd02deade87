import * as z from 'zod';
import { checkNames } from '../../audit/check/checkResult';
import { severities } from '../../contract/alarmNames';
import { parseJson } from '../../contract/parseJson';
import { checkResultKey } from '../../contract/storeLayout';
import type { ObjectStore } from '../../store/objectStore';

/** Result of the last scheduled check, as the store has it. */
const checkStateSchema = z.strictObject({
  version: z.literal(1),
  stack: z.string(),
  /** ISO 8601 instant of the check. */
  at: z.string(),
  checks: z.array(
    z.strictObject({
      check: z.enum(checkNames),
      checked: z.number(),
      faults: z
        .array(z.strictObject({ severity: z.enum(severities), endpoint: z.string().optional(), text: z.string() }))
        .readonly(),
      notes: z.array(z.string()).readonly(),
    }),
  ),
  /** When the last message on each fault was sent, by the fault's text; ISO 8601 instants. */
  noticed: z.record(z.string(), z.string()),
});

type CheckState = z.infer<typeof checkStateSchema>;

/** The last result, with the ETag of its object. Without a result that this release wrote, no fault is known. */
export async function readCheckState(
  store: ObjectStore,
): Promise<{ readonly state: Pick<CheckState, 'noticed'>; readonly etag?: string }> {
  // Listed first: S3 refuses to read an object that does not exist if the caller may list some prefixes only.
  const [listed] = await store.list(checkResultKey);
  const object = listed && (await store.read(checkResultKey));
  if (!object) return { state: { noticed: {} } };
  const { data } = checkStateSchema.safeParse(parseJson(new TextDecoder().decode(object.body)));
  return { state: data ?? { noticed: {} }, etag: object.etag };
}

/** Writes a result. Throws if another check has written one since: the invocation is then repeated. */
export async function writeCheckState(store: ObjectStore, state: CheckState, etag: string | undefined): Promise<void> {
  const text = JSON.stringify(state);
  const isWritten =
    etag === undefined ? await store.create(checkResultKey, text) : await store.replace(checkResultKey, text, etag);
  if (!isWritten) throw new Error(`${checkResultKey} was written by another check at the same time`);
}
