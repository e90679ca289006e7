/** The rooms of the house and the doors between them. Each comment says what to do instead. */
const NEST_TYPEORM_NATS = 'node_modules/(@nestjs|nestjs-pino|typeorm|@nats-io)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-app-to-app',
      severity: 'error',
      comment:
        'An app never imports another app: send it a message of libs/contracts, or move what both need into a lib.',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'no-lib-to-app',
      severity: 'error',
      comment: 'A lib does not know who uses it: hand the thing in as a parameter, or move it into the lib.',
      from: { path: '^libs/' },
      to: { path: '^(apps|deploy)/' },
    },
    {
      name: 'no-product-to-tests',
      severity: 'error',
      comment:
        'What runs in production imports nothing of test/ or testing/: move the piece into the lib that owns it.',
      from: { path: '^(apps|libs|deploy)/', pathNot: ['\\.(int-)?spec\\.ts$', '/testing/'] },
      to: { path: '^test/|/testing/' },
    },
    {
      name: 'one-door-per-lib',
      severity: 'error',
      comment:
        'Import @app/<lib>, and export from its index.ts what is missing. Only specs and test/ may also use its testing/ folder.',
      from: { path: '^(apps|libs|deploy|test)/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/(?!index\\.ts$)', pathNot: '^libs/$2/' },
    },
    {
      name: 'core-imports-nothing-of-ours',
      severity: 'error',
      comment: 'libs/core is the ground floor: move the code to the lib whose import it needs.',
      from: { path: '^libs/core/' },
      to: { path: '^(apps|libs|deploy)/', pathNot: '^libs/core/' },
    },
    {
      name: 'contracts-archive-and-telemetry-only-core',
      severity: 'error',
      comment:
        'libs/contracts, archive and telemetry import only @app/core: pass in plain data instead of the other lib.',
      from: { path: '^libs/(contracts|archive|telemetry|schedule)/', pathNot: '\\.(int-)?spec\\.ts$' },
      to: { path: '^(apps|libs|deploy)/', pathNot: '^libs/($1|core)/' },
    },
    {
      name: 'plain-libs-know-no-framework',
      severity: 'error',
      comment:
        'libs/core, storage, odoo, archive and telemetry run in a plain script, without Nest, TypeORM or NATS: do the wiring in the app, and pass functions or data in.',
      from: { path: '^libs/(core|storage|odoo|archive|telemetry|tiers|schedule)/', pathNot: '\\.(int-)?spec\\.ts$' },
      to: { path: [NEST_TYPEORM_NATS, '^libs/(messaging|database|service|executor)/'] },
    },
    {
      name: 'only-executors-reach-odoo',
      severity: 'error',
      comment:
        'Only the executors touch an environment: send them a command, or ask them by rpc. The ZIP for Odoo touches none: it has a pg_restore of its own machine make SQL.',
      from: {
        path: '^(apps|libs)/',
        pathNot:
          '^apps/(backup-executor|restore-executor)/|^libs/(executor|odoo)/|^apps/gateway/src/download/odoo-zips?\\.',
      },
      to: { path: '^libs/odoo/' },
    },
    {
      name: 'only-executors-and-retention-reach-storage',
      severity: 'error',
      comment:
        'Only the executors, retention and the downloads of the gateway open a storage: send them a command, or ask them by rpc.',
      from: {
        path: '^(apps|libs)/',
        pathNot:
          '^apps/(backup-executor|restore-executor|retention)/|^apps/gateway/(src/download|testing)/|^libs/(executor|storage)/',
      },
      to: { path: '^libs/storage/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment:
        'Two files that need each other are one thing, or share a third: merge them or move the shared part out.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      comment: 'The import leads nowhere: correct the path, or add the package to package.json.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-package-in-production',
      severity: 'error',
      comment: 'A package that apps or libs need at run time belongs into dependencies, not devDependencies.',
      from: { path: '^(apps|libs)/', pathNot: ['\\.(int-)?spec\\.ts$', '/testing/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
