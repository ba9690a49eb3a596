import { LintFinding, MeshSnapshot } from '../types';
import { LintCheck, lintContextOf } from './context';
import { lintDead } from './dead';
import { lintEmptyMatches } from './emptyMatches';
import { lintEverything } from './everything';
import { lintBorrowedIdentities, lintForgedScopes } from './forged';
import { lintGrouping } from './grouping';
import { lintNothing } from './nothing';
import { lintPrefixes } from './prefixes';
import { lintReferences } from './references';
import { lintReplaced } from './replaced';
import { lintUpgrade } from './upgrade';

const CHECKS: LintCheck[] = [
  lintForgedScopes,
  lintBorrowedIdentities,
  lintGrouping,
  lintEmptyMatches,
  lintUpgrade,
  lintReferences,
  lintPrefixes,
  lintReplaced,
  lintDead,
  lintNothing,
  lintEverything,
];
const SEVERITIES: LintFinding['severity'][] = ['error', 'warning', 'info'];

/**
 * Looks for what will surprise somebody in the permissions of a mesh, the worst
 * first.
 * @public
 */
export function lintMesh(snapshot: MeshSnapshot): LintFinding[] {
  const context = lintContextOf(snapshot);
  return CHECKS.flatMap(check => check(context)).sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
}
