/**
 * `npm run durability`: the engine is killed 500 times at random moments under load, which takes a quarter of an hour;
 * `npm test` does so 60 times. POSTROOM_KILLS is another number, POSTROOM_SEED repeats a run.
 */
process.env.POSTROOM_KILLS ??= '500';
process.argv.push('test/wire/durability/kill-9.test.ts');
await import('./test.mjs');
