import { copyFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '../..');

/**
 * The program in a folder of its own: everything is a link but the Pulumi files, which the engine writes to (it adds an
 * `encryptionsalt` to a stack's file), so that the repository's stay as they are.
 */
export async function linkProgram(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const entries = (await readdir(repository)).filter((name) => !name.startsWith('.'));
  await Promise.all(
    entries.map((name) =>
      /^Pulumi\..*yaml$/.test(name)
        ? copyFile(join(repository, name), join(folder, name))
        : symlink(join(repository, name), join(folder, name)),
    ),
  );
}

/** Replaces text in one of the copied files; every text must be there. */
export async function editCopy(path: string, changes: Readonly<Record<string, string>>): Promise<void> {
  let text = await readFile(path, 'utf8');
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`${path} has no '${from}'`);
    text = text.replace(from, to);
  }
  await writeFile(path, text);
}
