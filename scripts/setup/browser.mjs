import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './step.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Returns a Chromium for the tests of the pages, installed on Debian if run as root. Empty where there is none. */
export function browser({ report }) {
  const existing = browserOnPath();
  if (existing) return { value: existing, note: existing };
  if (process.getuid?.() === 0 && run('apt-get', ['--version']).ok) {
    report('apt-get install chromium');
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    run('apt-get', ['update', '-qq'], options);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
    const installed = browserOnPath();
    if (installed) return { value: installed, note: `installed ${installed}` };
  }
  return { value: '', note: 'none; install the Debian package chromium to test the pages' };
}

function browserOnPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
}
