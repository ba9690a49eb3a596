export { startObserved } from './startObserved';
