import tseslint from 'typescript-eslint';

const maxLines = ['error', { max: 300, skipBlankLines: false, skipComments: false }];
const maxLinesPerFunction = ['error', { max: 80, skipBlankLines: true, skipComments: true }];

/** Rules that need types, and limits of size. Biome does formatting and the other rules. */
export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'out',
      'policy/node_modules',
      'quality/kernel/assembly',
      'quality/kernel/program/kernelProgram.ts',
    ],
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    rules: { 'max-lines': maxLines, 'max-lines-per-function': maxLinesPerFunction },
  },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/restrict-plus-operands': 'error',
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'max-lines': maxLines,
      'max-lines-per-function': maxLinesPerFunction,
    },
  },
  {
    // A table with a row per room.
    files: ['scripts/importTable.cjs'],
    rules: { 'max-lines': 'off' },
  },
  {
    // The callback of `describe` holds a whole suite.
    files: ['tests/**/*.spec.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
);
