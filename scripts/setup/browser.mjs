import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './step.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
}

/** A Chromium for the page's tests; installed where this is Debian and we may. Empty where none can be had. */
export function browser({ say }) {
  const found = onPath();
  if (found) return { value: found, note: found };
  if (process.getuid?.() === 0 && run('apt-get', ['--version']).ok) {
    say('apt-get install chromium');
    const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    run('apt-get', ['update', '-qq'], quiet);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
    const installed = onPath();
    if (installed) return { value: installed, note: `installed ${installed}` };
  }
  return { value: '', note: 'none: install the Debian package chromium to test the page' };
}
