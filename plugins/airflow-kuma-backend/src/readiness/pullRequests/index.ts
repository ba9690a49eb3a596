export { createPullRequestRouter } from './createPullRequestRouter';
export { OwnerPullRequests } from './OwnerPullRequests';
