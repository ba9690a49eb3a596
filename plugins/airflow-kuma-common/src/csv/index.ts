export * from './toCsvLine';
