import assert from 'node:assert/strict';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parse } from 'yaml';
import { exportFiles } from '../../../incidents/export/exportFiles';
import { sampleIncidents } from '../../../scripts/docs/sampleIncidents';
import { hostileIncident } from '../../support/hostileIncident';
import { schemaFaults } from '../../support/jsonSchema';
import { hostileTexts } from '../../support/pageStructure';
import { publishedFaults } from '../../support/publishedSchemas';

type XmlNode = Readonly<Record<string, unknown>> & { readonly ':@'?: Readonly<Record<string, string>> };

/** What the elements of a page have: children, and attributes with their values (Confluence Storage Format). */
const storageFormat: Readonly<
  Record<string, { readonly has: readonly string[]; readonly attributes?: readonly string[] }>
> = {
  page: { has: ['p', 'h2', 'ul', '#text'] },
  p: { has: ['ac:structured-macro'] },
  h2: { has: ['#text'] },
  ul: { has: ['li'] },
  li: { has: ['#text'] },
  'ac:structured-macro': { has: ['ac:parameter'], attributes: ['ac:name=status'] },
  'ac:parameter': { has: ['#text'], attributes: ['ac:name=colour', 'ac:name=title'] },
};

function storageFaults(nodes: readonly XmlNode[], parent = 'page'): string[] {
  return nodes.flatMap((node) => {
    const [name = ''] = Object.keys(node).filter((key) => key !== ':@');
    const unknown = storageFormat[parent]?.has.includes(name) ? [] : [`${parent} has ${name}`];
    if (name === '#text') return unknown;
    const { attributes = [] } = storageFormat[name] ?? {};
    const foreign = Object.entries(node[':@'] ?? {}).filter(([key, value]) => !attributes.includes(`${key}=${value}`));
    const faults = foreign.map(([key]) => `${name} has the attribute ${key}`);
    return [...unknown, ...faults, ...storageFaults(node[name] as XmlNode[], name)];
  });
}

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

  it('writes a description for Jira that matches the schema of the Atlassian Document Format', () => {
    for (const record of records) {
      for (const text of exportFiles.jira([record], options).values()) {
        assert.deepEqual(publishedFaults('atlassianDocument', JSON.parse(text).fields.description), []);
      }
    }
    const paragraph = { type: 'paragraph', content: [{ type: 'text', text: '' }] };
    assert.notDeepEqual(publishedFaults('atlassianDocument', { type: 'doc', version: 1, content: [paragraph] }), []);
  });

  it('writes a page for Confluence of known elements only, each in a known place', () => {
    const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '' });
    for (const record of records) {
      const [page = ''] = exportFiles.confluence([record]).values();
      assert.equal(XMLValidator.validate(`<root xmlns:ac="x">${page}</root>`), true, page.slice(0, 200));
      assert.deepEqual(storageFaults(parser.parse(page)), []);
    }
    assert.deepEqual(storageFaults(parser.parse('<ul><p>x</p></ul><li class="y">z</li>')), [
      'ul has p',
      'p has #text',
      'page has li',
      'li has the attribute class',
    ]);
  });

  it('writes a folder for TechDocs whose links lead to its pages', () => {
    const files = exportFiles.techdocs(sampleIncidents);
    assert.deepEqual(publishedFaults('mkdocs', parse(files.get('mkdocs.yml') ?? '')), []);
    const entity = parse(files.get('catalog-info.yaml') ?? '');
    assert.deepEqual(publishedFaults('backstageComponent', entity), []);
    assert.notDeepEqual(publishedFaults('backstageComponent', { ...entity, spec: {} }), []);
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
