export * from './observationWindow';
