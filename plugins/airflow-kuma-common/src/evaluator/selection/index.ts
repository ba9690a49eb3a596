export * from './InboundIndex';
export * from './PolicyLookup';
export * from './selectAll';
export * from './selectorKey';
