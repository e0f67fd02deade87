import { stringify } from 'yaml';
import { formatIncidentDocument } from '../document/incidentDocument';
import { markdownCell } from '../document/markdownText';
import type { IncidentRecord } from '../memory/incidentRecord';
import { incidentState, recordedFix } from '../memory/incidentState';
import { incidentTitle } from './incidentFacts';

/**
 * Files of a folder that Backstage's TechDocs builds with MkDocs: a page of each incident, a table of all, and the entity
 * that refers to them (https://backstage.io/docs/features/techdocs/creating-and-publishing).
 */
export function techDocsFolder(records: readonly IncidentRecord[]): Map<string, string> {
  const sorted = [...records].sort((a, b) => b.incident.opened.localeCompare(a.incident.opened));
  const rows = sorted.map(({ incident }) => {
    const cells = [
      incident.opened,
      incidentState(incident),
      incidentTitle(incident),
      recordedFix(incident)?.cause ?? '',
    ];
    return `| [${incident.id}](${incident.id}.md) | ${cells.map(markdownCell).join(' | ')} |`;
  });
  const table = ['| Incident | Opened | State | What | Recorded cause |', '| --- | --- | --- | --- | --- |', ...rows];
  const known = new Set(sorted.map(({ incident }) => incident.id));
  return new Map([
    ['mkdocs.yml', stringify({ site_name: 'Incidents', docs_dir: 'docs', plugins: ['techdocs-core'] })],
    [
      'catalog-info.yaml',
      stringify({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'model-incidents', annotations: { 'backstage.io/techdocs-ref': 'dir:.' } },
        spec: { type: 'documentation', lifecycle: 'production', owner: 'unknown' },
      }),
    ],
    ['docs/index.md', `# Incidents\n\n${table.join('\n')}\n`],
    ...sorted.map(({ incident, notes }): [string, string] => [
      `docs/${incident.id}.md`,
      relink(formatIncidentDocument(incident, notes).replace(/^---\n[\s\S]*?\n---\n+/, ''), known),
    ]),
  ]);
}

/** Links of a document are relative to its place in the store; here pages are beside each other, and reports are not there. */
function relink(markdown: string, known: ReadonlySet<string>): string {
  return markdown.replace(/\[([^\]\n]*)\]\(\.\.\/\.\.\/\.\.\/([^)\n]*)\)/g, (_, text: string, key: string) => {
    const id = key.split('/').at(-1)?.replace(/\.md$/, '') ?? '';
    return known.has(id) ? `[${text}](${id}.md)` : `\`${text}\``;
  });
}
