import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { licencesPlugin } from './scripts/licences.mjs';

/** The interface, the same in Electron and in a browser: relative addresses, and nothing a strict CSP would refuse. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [svelte(), licencesPlugin(import.meta.dirname)],
  build: {
    // One file that a machine reads from its own disk: 240 KB of gzip, below the budget of 350.
    chunkSizeWarningLimit: 1000,
    target: 'es2024',
    outDir: '../dist/renderer',
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // How long Svelte's compiler takes is for nobody who starts the program.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
});
