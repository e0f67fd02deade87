import { PutObjectCommand as Put, type PutObjectCommand } from '@aws-sdk/client-s3';
import { reportFiles } from '../../contract/modelMonitorFiles';
import { runRecordFile } from '../../contract/runRecord';
import { storePrefixes } from '../../contract/storeLayout';
import { windowSummaryFile } from '../../contract/windowSummary';
import type { ObjectStore } from '../../store/objectStore';
import type { Mutation } from './simulation';

type Write = (key: string, body: string | Uint8Array) => Promise<boolean>;

/** Writes whatever the ETag is. */
const overwrite =
  (store: ObjectStore): Write =>
  async (key, body) => {
    for (;;) {
      const before = await store.read(key);
      if (await (before ? store.replace(key, body, before.etag) : store.create(key, body))) return true;
    }
  };

/** A store that writes some objects in another way. */
function writeDifferently(store: ObjectStore, isConcerned: (key: string) => boolean, write: Write): ObjectStore {
  return {
    ...store,
    create: (key, body) => (isConcerned(key) ? write(key, body) : store.create(key, body)),
    replace: (key, body, etag) => (isConcerned(key) ? write(key, body) : store.replace(key, body, etag)),
  };
}

/** A store that returns other texts of objects that end in a name. */
function readDifferently(store: ObjectStore, name: string, change: (document: object) => object): ObjectStore {
  return {
    ...store,
    read: async (key) => {
      const object = await store.read(key);
      if (!object || !key.endsWith(name)) return object;
      return { ...object, body: Buffer.from(JSON.stringify(change(JSON.parse(Buffer.from(object.body).toString())))) };
    },
  };
}

const isState = (key: string) => key.endsWith('state.json');
const isReport = (key: string) => Object.values<string>(reportFiles).includes(key.split('/').at(-1) ?? '');

/** A store that writes the report only after its record. */
function recordFirst(store: ObjectStore): ObjectStore {
  const held: [string, string | Uint8Array][] = [];
  const reports = writeDifferently(store, isReport, async (key, body) => held.push([key, body]) > 0);
  return writeDifferently(
    reports,
    (key) => key.endsWith(runRecordFile),
    async (key, body) => {
      await overwrite(store)(key, body);
      for (const [heldKey, heldBody] of held.splice(0)) await overwrite(store)(heldKey, heldBody);
      return true;
    },
  );
}

/** Faults of the code that keeps captures from being lost or counted twice. The simulation must find each. */
export const seededFaults: Readonly<Record<string, Mutation>> = {
  'the lock of another run is ignored': {
    analyzerStore: (store) =>
      writeDifferently(
        readDifferently(store, 'state.json', (state) => ({ ...state, lock: null })),
        (key) => isState(key) || isReport(key) || key.endsWith(runRecordFile),
        overwrite(store),
      ),
  },
  'the lock is never released': {
    analyzerStore: (store) =>
      writeDifferently(store, isState, async (key, body) =>
        String(body).includes('"lock": null') ? true : overwrite(store)(key, body),
      ),
  },
  'the lock never expires': {
    analyzerStore: (store) =>
      readDifferently(store, 'state.json', (state) =>
        'lock' in state && state.lock
          ? { ...state, lock: { ...state.lock, expires: '2027-01-01T00:00:00.000Z' } }
          : state,
      ),
  },
  'the record is written before its report': { analyzerStore: recordFirst },
  'the report is not written after an earlier one': {
    analyzerStore: (store) => ({
      ...store,
      replace: async (key, body, etag) => (isReport(key) ? true : store.replace(key, body, etag)),
    }),
  },
  'captures after the first run of a window are ignored': {
    analyzerStore: (store) => readDifferently(store, runRecordFile, (record) => ({ ...record, files: 1_000 })),
  },
  'a capture is counted twice': {
    analyzerStore: (store) => ({
      ...store,
      list: async (prefix, range) => (await store.list(prefix, range)).flatMap((object) => [object, object]),
    }),
  },
  'the last capture of a listing is skipped': {
    analyzerStore: (store) => ({
      ...store,
      list: async (prefix, range) => (await store.list(prefix, range)).slice(0, -1),
    }),
  },
  'earlier windows are not looked at': {
    analyzerStore: (store) =>
      readDifferently(store, 'state.json', (state) => ({ ...state, since: '2026-11-03T00:00:00.000Z' })),
  },
  'messages that failed are not delivered again': { batchResult: { batchItemFailures: [] } },
  'the summary is written before the incident': {
    incidentClient: (client) => {
      const held: PutObjectCommand[] = [];
      const send = async (command: object) => {
        const key = command instanceof Put ? (command.input.Key ?? '') : '';
        if (key.startsWith(storePrefixes.incidents)) return held.push(command as PutObjectCommand);
        const result = await client.send(command as PutObjectCommand);
        if (key.endsWith(windowSummaryFile)) for (const put of held.splice(0)) await client.send(put);
        return result;
      };
      return { send } as unknown as typeof client;
    },
  },
};
