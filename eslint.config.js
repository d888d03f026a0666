import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

// One program for everything: with one per folder, main/ would be checked again for each folder that imports it.
const typeAware = {
  project: './tsconfig.lint.json',
  tsconfigRootDir: import.meta.dirname,
  extraFileExtensions: ['.svelte'],
};
const clockOnly = 'Time and timers come from the injected Clock (main/clock.ts), so that tests can turn it.';

export default tseslint.config(
  { ignores: ['dist/', 'release/', '.cache/', 'coverage/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: typeAware },
    rules: {
      'max-lines': ['error', 250],
      complexity: ['error', 12],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // A fifth of the whole run, and there is nothing to find: erasableSyntaxOnly leaves no enums.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }],
    },
  },
  {
    files: ['main/**/*.ts'],
    ignores: ['main/clock.ts'],
    rules: {
      'no-restricted-properties': ['error', { object: 'Date', property: 'now', message: clockOnly }],
      'no-restricted-globals': [
        'error',
        { name: 'setTimeout', message: clockOnly },
        { name: 'setInterval', message: clockOnly },
      ],
      'no-restricted-imports': ['error', { paths: [{ name: 'electron', message: 'Only app/ imports electron.' }] }],
      'no-console': 'error',
    },
  },
  {
    files: ['main/contract/**/*.ts', 'renderer/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*', 'electron'], message: 'Runs in a browser too.' }] },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': ['error', 400], '@typescript-eslint/no-unused-expressions': 'off' },
  },
  {
    files: ['test/**/*.test.ts'],
    ignores: ['test/**/*.mocked.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'vi', property: 'mock', message: 'Files share their modules: name this one *.mocked.test.ts.' },
      ],
    },
  },
  { files: ['*.config.ts', '*.config.js', 'eslint.config.js'], rules: { 'no-restricted-syntax': 'off' } },
  ...svelte.configs['flat/recommended'].map((config) => ({ files: ['renderer/**'], ...config })),
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { ...typeAware, parser: tseslint.parser } },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // The compiler knows what is defined; a component is its file's default export.
      'no-undef': 'off',
      'no-restricted-syntax': 'off',
      // State is in runes; there are no stores to misuse, and looking for them is slow.
      'svelte/require-store-reactive-access': 'off',
      // Text comes from the network: it is only ever set as text.
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': 'error',
    },
  },
  {
    files: ['scripts/**/*.mjs', '*.js', '.dependency-cruiser.cjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        module: 'writable',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        performance: 'readonly',
      },
    },
  },
);
