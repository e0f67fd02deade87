import type { Command } from 'commander';
import type { Column } from '../../contract/captureSchema';
import { composePreprocessor } from '../../contract/recordPreprocessor';
import type { RegisteredSchema } from '../../contract/registeredSchema';
import { schemaKey } from '../../contract/storeLayout';
import { textTable } from '../../report/text/textTable';
import { readCaptureSchema } from '../../store/documents';
import { openStore } from '../../store/openStore';
import { registeredSchemas, registerSchema } from '../../store/schemaRegistry';
import { tableFilesHelp, tableOptions } from '../input/tableFiles';
import { addExitCodes, exitCodes } from '../terminal/exitCodes';
import { sharedOptions } from '../terminal/options';
import { printError, printJson, printText } from '../terminal/output';
import { proposeSchema } from './schemaPropose';

/** Adds the commands `schema ...`. */
export function addSchemaCommands(program: Command): void {
  const schema = program
    .command('schema')
    .description('propose capture schemas, and register and list them in a store');
  const propose = schema
    .command('propose')
    .description('write a capture schema, and an SLA to start from, by the columns of training files')
    .requiredOption('--training <file...>', tableFilesHelp('training files'))
    .requiredOption('--endpoint <name>', 'name of the endpoint in SageMaker')
    .requiredOption('--owner <team>', 'team that owns the endpoint')
    .option('--prediction <names>', 'columns that the model returns, separated by commas (default: the first column)')
    .option('--no-header', 'the files have no header row; columns are named by position, from _c0')
    .option(...tableOptions.separator)
    .option(...tableOptions.encoding)
    .option('--out <folder>', 'folder to write schemas/ and slas/ to', '.')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(proposeSchema);
  addExitCodes(propose, {
    success: 'written',
    error: 'invalid options or files, or a file exists; nothing was written',
    rejects: 'written, but more than 5 % of the rows were rejected',
  });
  const register = schema
    .command('register')
    .description('register a version of a capture schema; a registered version is never overwritten')
    .requiredOption('--schema <yaml>', 'capture schema')
    .requiredOption('--endpoint <name>', 'endpoint of the schema')
    .requiredOption(...sharedOptions.store)
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(printRegistration);
  addExitCodes(register, { success: 'registered, or already registered with the same columns' });
  const list = schema
    .command('list')
    .description('list the registered schema versions of an endpoint, oldest first')
    .requiredOption(...sharedOptions.store)
    .requiredOption('--endpoint <name>', 'endpoint to list schemas of')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(listSchemas);
  const preprocessor = schema
    .command('preprocessor')
    .description("print the record preprocessor by which Model Monitor's container reads captures as the schema says")
    .requiredOption('--schema <yaml>', 'capture schema')
    .action(({ schema: file }: { readonly schema: string }) => printText(composePreprocessor(readCaptureSchema(file))));
  addExitCodes(preprocessor, { success: 'printed' });
  addExitCodes(list, { success: 'listed', empty: 'the endpoint has no registered schemas' });
}

interface SchemaOptions {
  readonly endpoint: string;
  readonly store: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

async function printRegistration(options: SchemaOptions & { readonly schema: string }): Promise<void> {
  const schema = readCaptureSchema(options.schema);
  const store = openStore(options.store, options.endpointUrl);
  try {
    const { registered, written } = await registerSchema(store, options.endpoint, schema);
    const { endpoint, version, fingerprint } = registered;
    const uri = `${store.address}/${schemaKey({ endpoint, schema: version })}`;
    if (options.json) return printJson({ endpoint, version, fingerprint, written, uri });
    const name = `schema ${version} (${fingerprint.slice(0, 12)}) of ${endpoint}`;
    printText(`${name} ${written ? 'registered' : 'was already registered with the same columns'}: ${uri}`);
  } finally {
    store.close();
  }
}

const columns = [
  { title: 'version' },
  { title: 'fingerprint' },
  { title: 'output', width: 30 },
  { title: 'input', width: 60 },
];

async function listSchemas({ store: address, endpoint, endpointUrl, json }: SchemaOptions): Promise<void> {
  const store = openStore(address, endpointUrl);
  try {
    const schemas = await registeredSchemas(store, endpoint);
    if (json) printJson({ endpoint, schemas });
    else if (schemas.length === 0) printError(`${store.address}: no registered schemas of endpoint ${endpoint}`);
    else printText(textTable(columns, schemas.map(tableRow)).join('\n'));
    if (schemas.length === 0) process.exitCode = exitCodes.empty;
  } finally {
    store.close();
  }
}

function tableRow({ version, fingerprint, output, input }: RegisteredSchema): string[] {
  return [version, fingerprint.slice(0, 12), formatColumns(output), formatColumns(input)];
}

function formatColumns(side: readonly Column[]): string {
  return side.map(({ name, type }) => `${name} ${type}`).join(', ');
}
