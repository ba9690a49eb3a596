export * from './nameWithId';
export * from './words';
