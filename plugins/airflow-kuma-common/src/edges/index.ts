export * from './callers';
export * from './edgeHealth';
export * from './edgeState';
export * from './resolveDeclared';
export * from './types';
export * from './worstState';
