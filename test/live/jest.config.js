const transform = require.resolve(
  '@backstage/cli-module-test-jest/config/jestSwcTransform',
);
// As Backstage's CLI has it for Node packages: native dynamic import, so that
// ES modules among the dependencies load.
const options = parser => ({
  module: { ignoreDynamic: true, exportInteropAnnotation: true },
  jsc: { parser },
});

/** Suites against real systems; slow, so they stay out of `yarn test`. */
module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  testTimeout: 300_000,
  // Sockets to servers that were stopped on purpose may linger.
  forceExit: true,
  transform: {
    '\\.ts$': [transform, options({ syntax: 'typescript' })],
    '\\.(mjs|cjs|js)$': [transform, options({ syntax: 'ecmascript' })],
  },
  transformIgnorePatterns: [
    '/node_modules/(?:@material-ui|ajv|core-js|jest-.*|jsdom|knex|react|react-dom|typescript)/',
  ],
};
