export * from './identityOf';
export * from './selectIdentity';
export * from './spiffeId';
export * from './template';
