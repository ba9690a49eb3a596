export * from './kri';
