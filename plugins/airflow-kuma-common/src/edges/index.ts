export * from './types';
export * from './edgeState';
export * from './resolveDeclared';
export * from './worstState';
