export { startReadiness } from './startReadiness';
