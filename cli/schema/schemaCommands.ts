import type { Command } from 'commander';
import { schemaListCommand } from './schemaList';
import { registerCommand } from './schemaRegister';

/** Adds the commands on the registry of capture schemas. */
export function schemaCommands(program: Command): void {
  const schema = program.command('schema').description("the registry of capture schemas' versions in a store");

  schema
    .command('register')
    .description(
      "put a schema's version into the registry; a version is never overwritten, the same columns again are fine",
    )
    .requiredOption('--schema <yaml>', 'capture schema')
    .requiredOption('--endpoint <name>', 'whose schema')
    .requiredOption('--store <address>', 's3://<bucket>, or a folder that is laid out like the store')
    .option('--endpoint-url <url>', 'a local AWS (default: AWS_ENDPOINT_URL, else AWS)')
    .option('--json', 'print JSON', false)
    .action(registerCommand);

  schema
    .command('list')
    .description("an endpoint's registered versions, the oldest first; exit code 3 when there are none")
    .requiredOption('--store <address>', 's3://<bucket>, or a folder that is laid out like the store')
    .requiredOption('--endpoint <name>', 'whose schemas')
    .option('--endpoint-url <url>', 'a local AWS (default: AWS_ENDPOINT_URL, else AWS)')
    .option('--json', 'print JSON', false)
    .action(schemaListCommand);
}
