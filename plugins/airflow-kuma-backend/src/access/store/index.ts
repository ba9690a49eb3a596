export * from './AccessFigures';
export * from './AccessStore';
export * from './CallersEndStore';
export * from './Leases';
export * from './PolicyStore';
export type { RequestSearch } from './searchRequests';
