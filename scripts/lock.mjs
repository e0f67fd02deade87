/**
 * Completes package-lock.json after `npm install`. npm leaves out optional packages of other platforms that a registry
 * mirror does not carry, and `npm ci` then rejects the lock; they are added here. Download addresses are removed, so that
 * the lock works with any registry.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const { packages } = lock;
for (const [path, entry] of Object.entries(packages)) {
  delete entry.resolved;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const lockedEntry = packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`];
    if (lockedEntry || !/^\d/.test(version)) continue;
    packages[`node_modules/${name}`] = {
      version,
      ...platformOf(name),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    };
  }
}

/** Reads `os` and `cpu` from the package's name, so that npm skips it on other platforms. */
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
