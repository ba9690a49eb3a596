/**
 * How to run a TypeScript file of the repository with Node: with the same
 * transform that Backstage's own backend start uses, so that workspace
 * packages resolve to their sources.
 */
export function nodeWithTypeScript(file, args = []) {
  return {
    command: process.execPath,
    args: [
      '--no-node-snapshot',
      '--require',
      '@backstage/cli-node/config/nodeTransform.cjs',
      file,
      ...args,
    ],
  };
}
