module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // A property is an assertion as well.
    'jest/expect-expect': [
      'error',
      { assertFunctionNames: ['expect*', 'fc.assert'] },
    ],
  },
});
