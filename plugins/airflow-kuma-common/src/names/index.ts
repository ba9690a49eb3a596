export * from './encodeName';
export * from './refs';
export * from './slugs';
