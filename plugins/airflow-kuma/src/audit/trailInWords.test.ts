import { AuditState } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { trailInWords } from './trailInWords';

const newest = { sequence: 310, at: new Date().toISOString() };
const state = (more: Partial<AuditState>): AuditState => ({
  checkedAt: '2026-11-23T00:00:00Z',
  records: 1312,
  problems: [],
  totalProblems: 0,
  signing: { verified: 0, ofOtherKeys: 0 },
  ...more,
});

describe('trailInWords', () => {
  it('says that the chain verifies, and warns where nothing is signed', () => {
    expect(trailInWords(state({}))).toEqual({
      severity: 'warning',
      chain:
        'The chain verifies: all 1,312 records are as written, and none is missing between them.',
      signing: expect.stringContaining('Heads are not signed'),
    });
    expect(trailInWords(state({ records: 1 })).chain).toContain(
      'the only record is as written',
    );
  });

  it('is content only with a signature that holds', () => {
    const signed = (signing: AuditState['signing']) =>
      trailInWords(state({ signing }));
    expect(
      signed({ keyId: 'k1', verified: 1, ofOtherKeys: 0, newest }),
    ).toMatchObject({
      severity: 'success',
      signing:
        'Heads are signed with the key k1: 1 signature of the newest heads holds, the last one just now, over record 310.',
    });
    expect(signed({ keyId: 'k1', verified: 0, ofOtherKeys: 0 })).toMatchObject({
      severity: 'warning',
      signing: expect.stringContaining('it has signed none yet'),
    });
    expect(
      signed({ keyId: 'k2', verified: 2, ofOtherKeys: 3, newest }).signing,
    ).toContain('3 heads are of another key');
    expect(signed({ verified: 0, ofOtherKeys: 1, newest })).toMatchObject({
      severity: 'warning',
      signing: expect.stringContaining('a key that is configured no more'),
    });
  });

  it('says that it does not verify', () => {
    expect(trailInWords(state({ totalProblems: 1 }))).toMatchObject({
      severity: 'error',
      chain:
        'The chain does not verify: 1 thing is not as written in 1,312 records.',
    });
  });
});
