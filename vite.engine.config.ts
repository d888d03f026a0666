import { defineConfig } from 'vite';

/**
 * Engine, command line and Electron's main process: one bundle for Node, dependencies left in node_modules.
 * Every chunk lands beside the entries in dist/main, so that `new URL('./store-worker.js', import.meta.url)` holds
 * wherever the bundler puts the code that says it.
 */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'dist',
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        'main/postroom': 'main/cli/postroom.ts',
        'main/engine': 'main/engine.ts',
        'main/store-worker': 'main/transport/store/store-worker.ts',
        'app/main': 'app/main.ts',
      },
      external: ['electron'],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'main/[name]-[hash].js' },
    },
  },
});
