import { formatKri, parseKri } from './kri';

describe('kri', () => {
  it.each([
    'kri_mtp_default_zone-1__payments_',
    'kri_msvc_default_zone-1_team-a_payments_80',
    'kri_m____default_',
  ])('reads and writes %s', text => {
    const kri = parseKri(text);
    expect(kri).toBeDefined();
    expect(formatKri(kri!)).toBe(text);
  });

  it.each([
    '',
    'kri',
    'krix_a_b_c_d_e_f',
    'kri_a_b_c_d_e',
    'kri_a_b_c_d_e_f_g',
  ])('refuses %j', text => expect(parseKri(text)).toBeUndefined());

  it('leaves absent parts empty', () => {
    expect(formatKri({ type: 'mtp', mesh: 'default', name: 'a' })).toBe(
      'kri_mtp_default___a_',
    );
  });
});
