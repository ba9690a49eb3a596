export * from './cells';
export * from './cliques';
export * from './components';
export * from './subset';
