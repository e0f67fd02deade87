import type { Command } from 'commander';

/** Exit codes of every command. Any error ends with 1, as commander's own do. */
export const exitCodes = {
  success: 0,
  error: 1,
  /** Violations, differences, rejects or an unknown shape. */
  findings: 2,
  /** No input. */
  empty: 3,
  /** More of the input was rejected than is allowed, so that the other results may not stand for it. */
  rejects: 4,
} as const;

type Meanings = Partial<Readonly<Record<keyof typeof exitCodes, string>>>;

const meaningsByCommand = new WeakMap<Command, Meanings>();

/** Adds the meanings of a command's exit codes to its help, and keeps them for the reference page. */
export function addExitCodes(command: Command, meanings: Meanings): Command {
  meaningsByCommand.set(command, meanings);
  const lines = exitCodeMeanings(command).map(([code, meaning]) => `  ${code}  ${meaning}`);
  return command.addHelpText('after', ['', 'Exit codes:', ...lines].join('\n'));
}

/** The exit codes of a command, with their meanings, in ascending order. */
export function exitCodeMeanings(command: Command): [number, string][] {
  const meanings = { error: 'invalid options or an error', ...meaningsByCommand.get(command) };
  return Object.entries(exitCodes).flatMap(([name, code]): [number, string][] => {
    const meaning = meanings[name as keyof typeof exitCodes];
    return meaning === undefined ? [] : [[code, meaning]];
  });
}
