export * from './legacySni';
export * from './sni';
