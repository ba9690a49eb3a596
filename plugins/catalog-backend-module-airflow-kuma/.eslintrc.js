module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // A property is an assertion as well.
    'jest/expect-expect': [
      'error',
      { assertFunctionNames: ['expect*', 'fc.assert'] },
    ],
  },
  overrides: [
    {
      // The tests run the module beside the real backend plugin.
      files: ['**/*.test.ts', '**/__testUtils__/**'],
      rules: { '@backstage/no-mixed-plugin-imports': 'off' },
    },
  ],
});
