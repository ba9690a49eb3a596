export { trailPolicyModule as default } from './module';
