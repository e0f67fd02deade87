import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { incidentsPage } from '../../report/incidents/incidentsPage';
import { readIncidentDocuments } from '../../store/incidentDocuments';
import type { ObjectStore } from '../../store/objectStore';
import { type KnowledgeBase, knowledgeBasePage } from '../model/knowledgeBase';

/**
 * Writes the page of the knowledge base, as `incident export` does, into a folder, which is removed before. Returns
 * undefined without incidents.
 */
export async function writeKnowledgeBase(
  store: ObjectStore,
  { folder, writtenAt }: { readonly folder: string; readonly writtenAt: Date },
): Promise<KnowledgeBase | undefined> {
  await rm(folder, { recursive: true, force: true });
  const { records, unreadable } = await readIncidentDocuments(store);
  if (records.length === 0) return undefined;
  const newestFirst = [...records].sort((a, b) => b.incident.opened.localeCompare(a.incident.opened));
  const html = incidentsPage({ store: store.address, records: newestFirst, writtenAt: writtenAt.toISOString() });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, knowledgeBasePage), html);
  return { html, unreadable: unreadable.map(({ key }) => key) };
}
