export * from './clocks';
export * from './holdsAt';
