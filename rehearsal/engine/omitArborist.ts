import Module, { createRequire } from 'node:module';

/**
 * Keeps Pulumi's SDK from loading npm's Arborist, half of all that it loads. The SDK asks Arborist only for the packages of
 * functions that are written in the program itself; this project's functions are bundles. Import it before the SDK.
 */
function omitArborist(): void {
  const ofSdk = createRequire(createRequire(__filename).resolve('@pulumi/pulumi'));
  const path = ofSdk.resolve('@npmcli/arborist');
  require.cache[path] ??= Object.assign(new Module(path), { filename: path, loaded: true, exports: {} });
}

omitArborist();
