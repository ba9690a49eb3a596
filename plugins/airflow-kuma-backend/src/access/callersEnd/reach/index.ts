export { entryFor, wayOutWith } from './entryFor';
export type { EntryAnswer } from './entryFor';
export { holdsEntry } from './holdsEntry';
export { toSnippet } from './toSnippet';
export { sameEntry, sameRef } from './types';
export type { BackendRef, ReachEntry } from './types';
export { refsOf } from './withEntries';
