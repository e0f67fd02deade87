import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';

const root = join(__dirname, '..', '..');
const suffix = '.schema.json';

/** Every committed JSON Schema, by its path: those below `<folder>/schemas`. */
export const schemaFiles: readonly string[] = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'schemas')))
  .flatMap(({ name }) => readdirSync(join(root, name, 'schemas')).map((file) => `${name}/schemas/${file}`))
  .filter((path) => path.endsWith(suffix))
  .sort();

let compiler: Ajv2020 | undefined;

/** With all of them, as they refer to each other. */
function allSchemas(): Ajv2020 {
  if (compiler) return compiler;
  compiler = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
  for (const file of schemaFiles) compiler.addSchema(JSON.parse(readFileSync(join(root, file), 'utf8')), file);
  return compiler;
}

/** What is wrong with a document by a JSON Schema, named by its path: a line each, none when it is right. */
export function schemaFaults(file: string, document: unknown): string[] {
  const validate = allSchemas().getSchema(file);
  if (!validate)
    return [`there is no ${file}: whatever is written for programs has a JSON Schema (docs/monitor/files.md)`];
  void validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`.trim());
}
