export { AccessGrantReader } from './AccessGrantReader';
export { startAccess } from './startAccess';
