export * from './read';
export { Texts } from './Texts';
