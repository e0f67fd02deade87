import { goProgram } from './goProgram.mjs';

/**
 * The Node language host, with which the CLI itself runs the program (`pulumi preview` of dev and prod in the tests).
 * 3.66.0 is the newest that builds from a Go module alone; it runs programs, not policy packs.
 */
export function languageHost(progress) {
  return goProgram(progress, {
    tool: 'language-host',
    packagePath: 'github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs',
    program: 'pulumi-language-nodejs',
    minutes: 1,
  });
}
