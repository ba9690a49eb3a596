export * from './classifyFailure';
