export * from './clocks';
export * from './holdsAt';
export * from './utcMinute';
