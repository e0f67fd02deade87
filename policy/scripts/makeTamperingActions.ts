import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { dependencies } from '../../contract/auditEvents';
import { tamperingActionsOf } from './tamperingActionsOf';

/** Writes `iam/permissions/tamperingActions.ts`: the pack imports nothing else of the repository, so it has a copy of the list. */
function makeTamperingActions(): void {
  const { anywhere, everywhere } = tamperingActionsOf(dependencies);
  const list = (names: readonly string[]) => names.map((name) => `    '${name}',\n`).join('');
  const text = `/**
 * Actions that cut a part of the chain from an endpoint to a person, or the evidence. They count where they are allowed on any
 * resource (\`anywhere\`), or only where they are allowed on every resource (\`everywhere\`). Written by
 * \`policy/scripts/makeTamperingActions.ts\` from the tables of what the monitoring depends on.
 */
export const tamperingActions = {
  anywhere: [
${list(anywhere)}  ],
  everywhere: [
${list(everywhere)}  ],
} as const;
`;
  writeFileSync(resolve(__dirname, '../iam/permissions/tamperingActions.ts'), text);
}

makeTamperingActions();
