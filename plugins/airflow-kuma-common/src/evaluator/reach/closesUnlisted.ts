import { CompiledMesh } from '../verdict';

/**
 * Whether the control plane closes what nothing of a proxy lets out: as its
 * configuration says, where its version can say so, else as the version has it.
 */
export function closesUnlisted({
  snapshot,
  capabilities: { outboundSwitch, restrictsOutbound },
}: Pick<CompiledMesh, 'snapshot' | 'capabilities'>): boolean | 'unknown' {
  const told = outboundSwitch ? snapshot.restrictOutbound : undefined;
  return told ?? restrictsOutbound;
}
