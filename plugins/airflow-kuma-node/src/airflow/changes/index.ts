export * from './dagFingerprint';
export * from './planDagReads';
