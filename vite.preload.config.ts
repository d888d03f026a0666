import { defineConfig } from 'vite';

/** The preload runs in Electron's sandbox, which loads CommonJS only. The shell's icons come along. */
export default defineConfig({
  publicDir: 'app/public',
  build: {
    ssr: 'app/preload.ts',
    target: 'node24',
    outDir: 'dist/app',
    emptyOutDir: false,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'preload.cjs' } },
  },
});
