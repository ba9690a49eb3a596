export * from './types';
export * from './Faults';
export * from './RequestLog';
