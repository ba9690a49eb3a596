/** What the generated company has. */
export const SIZES = {
  dags: Number(process.env.BENCH_DAGS ?? 5_000),
  services: Number(process.env.BENCH_SERVICES ?? 1_000),
  proxies: Number(process.env.BENCH_PROXIES ?? 2_000),
  permissions: Number(process.env.BENCH_PERMISSIONS ?? 500),
};

/** Names of the two sources. */
export const AIRFLOW = 'bench';
export const KUMA = 'eu';
