import { main } from '@pulumi/pulumi/provider';
import { TableProvider } from './provider';

main(new TableProvider(process.env['REHEARSAL_PROVIDER_VERSION'] ?? '0.0.0'), process.argv.slice(2)).catch(
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
