export { fromEngine } from './fromEngine';
