const { createConfigForRole } = require('@backstage/cli/config/eslint-factory');

// What crosses packages is no package of its own; the rules are those of one.
module.exports = createConfigForRole(__dirname, 'node-library', {
  overrides: [
    {
      // Suites that are told to several systems, and what starts those.
      files: ['live/**/*.ts'],
      excludedFiles: ['**/*.test.ts'],
      rules: { 'jest/no-export': 'off', 'jest/valid-title': 'off' },
    },
    {
      files: ['live/**/*.ts'],
      rules: {
        // A wait fails as an expectation does, with what it waited for.
        'jest/expect-expect': [
          'error',
          {
            assertFunctionNames: [
              'expect*',
              'eventually',
              'story.findEntities',
              'waitFor',
            ],
          },
        ],
      },
    },
  ],
});
