export * from './sni';
