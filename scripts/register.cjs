/**
 * Loads TypeScript in the process that requires it. The JavaScript is kept in `.cache/transpiled/`, because the tests start
 * more than a hundred processes that load the same hundreds of files.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { join, resolve } = require('node:path');
const { version } = require('@swc/core/package.json');
const { install } = require('source-map-support');

const folder = resolve(__dirname, '..', '.cache', 'transpiled');
const options = {
  swcrc: false,
  sourceMaps: 'inline',
  inlineSourcesContent: false,
  module: { type: 'commonjs', ignoreDynamic: true },
  jsc: { target: 'es2022', keepClassNames: true, parser: { syntax: 'typescript' } },
};
const settings = JSON.stringify([version, options]);

/** Returns the JavaScript of a file. Its last line is the hash of what it was made from. */
function transpile(filename) {
  const source = readFileSync(filename, 'utf8');
  const lastLine = `\n// ${hash(settings + source)}\n`;
  const path = join(folder, `${hash(filename)}.js`);
  const kept = readKept(path);
  if (kept.endsWith(lastLine)) return kept;
  const made = require('@swc/core').transformSync(source, { ...options, filename }).code + lastLine;
  keep(path, made);
  return made;
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex');
}

function readKept(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Other processes may write the same file at the same time. The folder may be read-only. */
function keep(path, text) {
  const unfinished = `${path}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } catch {
    // The next process makes it again.
  }
}

/** JavaScript by path of the source. */
const loaded = new Map();
Module._extensions['.ts'] = (module, filename) => {
  const text = transpile(filename);
  loaded.set(filename, text);
  module._compile(text, filename);
};
// Stack traces name lines of the source.
install({ environment: 'node', retrieveFile: (path) => loaded.get(path) });
// From Node 22 on the compiled code is kept as well.
Module.enableCompileCache?.(resolve(folder, '..', 'compiled'));
