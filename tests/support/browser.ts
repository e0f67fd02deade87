import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const programs = ['chromium', 'chromium-browser', 'google-chrome'] as const;

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of a Chromium: REHEARSAL_CHROMIUM, else the first one on PATH; undefined when there is none. */
export function findChromium(environment: NodeJS.ProcessEnv): string | undefined {
  if (environment['REHEARSAL_CHROMIUM']) return environment['REHEARSAL_CHROMIUM'];
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  return programs.flatMap((program) => folders.map((folder) => join(folder, program))).find(isExecutable);
}

/** Starts a browser with a fresh profile that fetches nothing of its own. */
export async function startBrowser(executablePath: string): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * A suite that needs a browser. Without one it fails where CI is set; elsewhere it says on the terminal why it is left
 * out, so that a developer's machine needs no browser.
 */
export function describeWithBrowser(title: string, suite: (executablePath: string) => void): void {
  const executablePath = findChromium(process.env);
  const reason = `${title} needs a Chromium: put 'chromium' on PATH or its path into REHEARSAL_CHROMIUM.`;
  if (executablePath !== undefined) {
    describe(title, () => suite(executablePath));
  } else if (process.env['CI']) {
    describe(title, () => {
      it('finds a browser', () => {
        throw new Error(reason);
      });
    });
  } else {
    console.warn(`LEFT OUT: ${reason}`);
  }
}
