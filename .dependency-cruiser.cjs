/** Who may import whom: data goes one way (docs/architecture.md). */
const layer = (name, from, to) => ({ name, severity: 'error', from, to });
module.exports = {
  forbidden: [
    layer('no-cycles', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    layer('electron-only-in-app', { pathNot: '^(app|test)/' }, { path: '^node_modules/electron/|^electron$' }),
    layer('contract-is-a-leaf', { path: '^main/contract/' }, { path: '^(main/(?!contract/)|app/|renderer/)' }),
    layer(
      'connectors-are-pure',
      { path: '^main/connectors/' },
      { path: '^(main/(?!connectors/|contract/|errors)|node:fs|node:net)' },
    ),
    layer(
      'config-below-the-engine',
      { path: '^main/config/' },
      { path: '^main/(frontend|transport|delivery|tester|shell|console|cli)/' },
    ),
    layer(
      'journal-leaves-to-the-side',
      { path: '^main/journal/' },
      { path: '^main/(frontend|transport|delivery|tester|shell|console|cli)/' },
    ),
    layer(
      'nothing-downstream-calls-the-frontend',
      { path: '^main/(transport|delivery|journal|config|connectors)/' },
      { path: '^main/(frontend|console|cli|tester|shell)/' },
    ),
    layer(
      'delivery-does-not-dispatch',
      { path: '^main/delivery/' },
      { path: '^main/transport/(dispatcher|categorizer)' },
    ),
    layer(
      'tester-is-asked-from-the-edge',
      { path: '^main/', pathNot: '^main/(tester|api|wiring|cli)/|^main/engine\\.ts$' },
      { path: '^main/tester/' },
    ),
    layer(
      'tester-reaches-nothing-outside',
      { path: '^main/tester/', pathNot: '^main/tester/live' },
      { path: '^main/(api|wiring|console|cli|engine)|^main/transport/(?!categorizer|routing|queue|send-window)' },
    ),
    layer(
      'shell-is-pure',
      { path: '^main/shell/' },
      {
        path: '^(main/(?!shell/|connectors/|contract/|errors)|node_modules/|(node:)?(fs|net|os|path|crypto|child_process))',
      },
    ),
    layer(
      'import-is-pure',
      { path: '^main/import/' },
      { path: '^main/(?!import/|contract/|connectors/|errors)|^node:(?!buffer)' },
    ),
    layer(
      'providers-are-data',
      { path: '^main/providers/' },
      { path: '^(main/(?!providers/|contract/)|node_modules/|node:)' },
    ),
    layer(
      'engine-knows-no-shell',
      { path: '^main/', pathNot: '^main/(cli/|console/|engine\\.ts$)' },
      { path: '^main/(cli|console)/|^(app|renderer|test)/' },
    ),
    layer(
      'one-file-imports-sqlite',
      { pathNot: '^(main/transport/store/database\\.ts$|test/)' },
      { path: '^(node:)?sqlite$' },
    ),
    layer('renderer-sees-only-the-contract', { path: '^renderer/' }, { path: '^(main/(?!contract/)|app/)' }),
    layer('product-imports-no-test', { path: '^(main|app|renderer)/' }, { path: '^test/' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.svelte'] },
  },
};
