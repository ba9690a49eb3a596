export { asOf30, isAsOf30 } from './asOf30';
export { CallComparer } from './CallComparer';
export type { CallJudge } from './judgeCall';
export { meshFindings } from './meshFindings';
export type { ReadinessFinding } from './meshFindings';
export { ReachNeeds } from './ReachNeeds';
export type { ReachNeed, ReachQuestion } from './ReachNeeds';
export * from './types';
export * from './words';
