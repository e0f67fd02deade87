import assert from 'node:assert/strict';
import { XMLValidator } from 'fast-xml-parser';
import { parse } from 'yaml';
import { exportFiles } from '../../../incidents/export/exportFiles';
import { sampleIncidents } from '../../../scripts/docs/sampleIncidents';
import { hostileIncident } from '../../support/hostileIncident';
import { schemaFaults } from '../../support/jsonSchema';
import { hostileTexts } from '../../support/pageStructure';

const options = { project: 'OPS' };
const hostile = [...hostileTexts, 'x'.repeat(10_000), '\u001b[2J\u0000\u202e', ']]><![CDATA[', '\ud83d'];
const records = [...sampleIncidents, ...hostile.map((text) => hostileIncident(text))];
const id = 'arrival-delay-2026110208';

const schemas = { jira: 'jira-issue', servicenow: 'servicenow-incident', agent: 'investigation-event' } as const;

describe('the export of incidents', () => {
  for (const [format, schema] of Object.entries(schemas) as [keyof typeof schemas, string][]) {
    it(`writes a ${schema} for each incident that matches its schema, whatever the texts are`, () => {
      for (const record of records) {
        for (const text of exportFiles[format]([record], options).values()) {
          assert.deepEqual(schemaFaults(`incidents/schemas/${schema}.schema.json`, JSON.parse(text)), []);
          assert.ok(text.length < 40_000, String(text.length));
        }
      }
    });
  }

  it('writes what an investigator needs into the body for an agent', () => {
    const body = JSON.parse(exportFiles.agent(sampleIncidents, options).get(`${id}.json`) ?? '');
    assert.deepEqual([body.action, body.priority, body.service], ['resolved', 'MEDIUM', 'arrival-delay']);
    assert.match(body.description, /\nLikely causes\n- unit-change: .*miles to kilometers/);
    assert.match(
      body.description,
      /\nRecorded cause and fix\n- .*\n- Fix: Convert kilometers in the feature pipeline\./,
    );
  });

  it('writes a page for Confluence of known elements only', () => {
    for (const record of records) {
      const [page = ''] = exportFiles.confluence([record]).values();
      assert.equal(XMLValidator.validate(`<root xmlns:ac="x">${page}</root>`), true, page.slice(0, 200));
      const elements = new Set([...page.matchAll(/<\/?([\w:-]+)/g)].map(([, name]) => name));
      assert.deepEqual(
        [...elements].filter(
          (name) => !['p', 'h2', 'ul', 'li', 'ac:structured-macro', 'ac:parameter'].includes(name ?? ''),
        ),
        [],
      );
    }
  });

  it('writes a folder for TechDocs whose links lead to its pages', () => {
    const files = exportFiles.techdocs(sampleIncidents);
    assert.deepEqual(parse(files.get('mkdocs.yml') ?? '').plugins, ['techdocs-core']);
    const entity = parse(files.get('catalog-info.yaml') ?? '');
    assert.deepEqual(
      [entity.kind, entity.metadata.annotations],
      ['Component', { 'backstage.io/techdocs-ref': 'dir:.' }],
    );
    const pages = [...files.keys()].filter((name) => name.endsWith('.md'));
    assert.equal(pages.length, 1 + sampleIncidents.length);
    for (const name of pages) {
      const text = files.get(name) ?? '';
      assert.match(text, /^# /);
      for (const [, target = ''] of text.matchAll(/\]\(([^)]*)\)/g)) assert.ok(files.has(`docs/${target}`), target);
    }
    assert.match(
      files.get('docs/index.md') ?? '',
      /\| \[arrival-delay-2026110208\]\(arrival-delay-2026110208\.md\) \| /,
    );
  });
});
