/**
 * Completes package-lock.json after `npm install`: an optional package of another platform that a registry mirror does
 * not carry is left out by npm, and then `npm ci` refuses the lock. Addresses are taken out, so that the lock names
 * no registry.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const { packages } = lock;
for (const [path, entry] of Object.entries(packages)) {
  delete entry.resolved;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const known = packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`];
    if (known || !/^\d/.test(version)) continue;
    packages[`node_modules/${name}`] = {
      version,
      ...platformOf(name),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    };
  }
}

/** `os` and `cpu` as the package's name spells them, so that npm passes it over elsewhere. */
function platformOf(name) {
  const os = [
    'android',
    'darwin',
    'linux',
    'win32',
    'freebsd',
    'openbsd',
    'netbsd',
    'aix',
    'sunos',
    'wasi',
    'wasm32',
  ].find((o) => name.includes(o));
  const cpu = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'wasm32'].find((c) =>
    name.includes(c),
  );
  return { os: [os ?? 'none'], ...(cpu ? { cpu: [cpu] } : {}), ...(name.includes('musl') ? { libc: ['musl'] } : {}) };
}

lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
