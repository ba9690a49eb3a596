import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from '../live/kuma/harness/binaries';
import { measureApprovals } from '../live/kuma/story/measureApprovals';
import { atMost, BenchReport, percentile } from './report';

const ROUNDS = 20;

/**
 * From an approval to the first call that a real Envoy lets through, and how
 * much of that is ours: until the control plane has the permission. Where no
 * executables of Kuma and Envoy are given only our part is measured, on a
 * control plane in memory.
 */
export async function addClickToPacket(
  report: BenchReport,
  oursInMemory: number,
): Promise<void> {
  const ours = (value: number) => atMost('ours_p95_ms', 'ms', value, 500);
  const name = 'click_to_packet_p95_ms';
  const { binaries, skipped } = findBinaries();
  if (!binaries) {
    report.figures.push(ours(oursInMemory));
    report.notMeasured.push({ name, reason: skipped });
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'kuma-'));
  try {
    const times = await measureApprovals({ binaries, directory }, ROUNDS);
    const clicks = times.map(({ clickToPacket }) => clickToPacket);
    report.figures.push(
      ours(
        Math.max(
          oursInMemory,
          percentile(
            times.map(time => time.ours),
            0.95,
          ),
        ),
      ),
      atMost(name, 'ms', percentile(clicks, 0.95), 5_000),
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
