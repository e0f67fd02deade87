/**
 * Writes the generated pages of the documentation. With `--check` it writes nothing, and fails when a page is not what
 * the code gives.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { measuredAlarmPages } from './docs/measuredAlarmPages';
import { referencePage } from './docs/referencePage';
import { rulePages } from './docs/rulePages';
import { sampleIncidentPages } from './docs/sampleIncidents';

const root = resolve(__dirname, '..');
const pages: Readonly<Record<string, string>> = {
  ...referencePage(),
  ...rulePages(),
  ...sampleIncidentPages(),
  ...measuredAlarmPages(),
};

for (const [path, text] of Object.entries(pages)) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${path} is out of date: run 'npm run docs'`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`${path} written`);
  }
}
