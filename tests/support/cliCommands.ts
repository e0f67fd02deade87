import type { Command } from 'commander';
import { createProgram } from '../../cli/program';

/** Every command that does something, by the words that call it, such as `baseline derive`. */
export const cliCommands: ReadonlyMap<string, Command> = new Map(commandsBelow(createProgram(), []));

/** The options of one as its help shows them; throws for words that call none. */
export function optionsOf(words: string): Command['options'] {
  const command = cliCommands.get(words);
  if (!command) throw new Error(`no command is called '${words}'; there are ${[...cliCommands.keys()].join(', ')}`);
  return command.options;
}

function commandsBelow(group: Command, words: readonly string[]): [string, Command][] {
  return group.commands.flatMap((each): [string, Command][] => {
    const own = [...words, each.name()];
    return each.commands.length > 0 ? commandsBelow(each, own) : [[own.join(' '), each]];
  });
}
