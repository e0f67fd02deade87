import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import AjvDraft04 from 'ajv-draft-04';

const read = (name: string) => JSON.parse(readFileSync(join(__dirname, '..', '..', 'assets', 'exports', name), 'utf8'));
const options = { strict: false, allErrors: true };

/** The configuration of MkDocs, as far as an export sets it (https://www.mkdocs.org/user-guide/configuration/). */
const mkdocs = {
  type: 'object',
  properties: {
    site_name: { type: 'string', minLength: 1 },
    docs_dir: { type: 'string', minLength: 1 },
    plugins: { type: 'array', items: { const: 'techdocs-core' }, minItems: 1, maxItems: 1 },
  },
  required: ['site_name', 'docs_dir', 'plugins'],
  additionalProperties: false,
};

/** Validators of what exports write, by the schemas that its readers publish (assets/exports). */
const validators = {
  atlassianDocument: new AjvDraft04(options).compile(read('atlassian-document-format.json')),
  backstageComponent: new Ajv({ ...options, schemas: read('backstage.json') }).getSchema('ComponentV1alpha1'),
  mkdocs: new Ajv(options).compile(mkdocs),
};

/** What is wrong with a document by a published schema, a line each. */
export function publishedFaults(name: keyof typeof validators, document: unknown): string[] {
  const validate = validators[name];
  if (!validate) throw new Error(`no schema ${name}`);
  void validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`.trim());
}
