export { GitDriver } from './GitDriver';
export { readGitTargets } from './readGitTargets';
