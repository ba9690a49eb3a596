import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { PermissionDriver } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

/** Which driver writes to which control plane. */
export class DriverRegistry {
  private readonly drivers = new Map<string, PermissionDriver>();

  constructor(private readonly chosen: Record<string, string>) {}

  add(driver: PermissionDriver): void {
    if (this.drivers.has(driver.name)) {
      throw new Error(`There are two permission drivers named ${driver.name}`);
    }
    this.drivers.set(driver.name, driver);
  }

  /** The driver of a control plane, or why there is none. */
  driverOf(
    controlPlane: string,
  ): { driver: PermissionDriver } | { problem: string } {
    const name = this.chosen[controlPlane] ?? 'kuma-api';
    if (name === 'none') {
      return {
        problem:
          'Permissions there are applied by hand, with kubectl or through Git',
      };
    }
    const driver = this.drivers.get(name);
    if (driver) return { driver };
    return {
      problem: `airflowKuma.kuma.controlPlanes.${controlPlane}.driver: there is no driver "${name}"`,
    };
  }

  /** Why these would be refused there, where that can be asked without writing. */
  async refusalsOf(
    { controlPlane, mesh }: { controlPlane: string; mesh: string },
    put: KumaResource[],
  ): Promise<string[]> {
    const found = this.driverOf(controlPlane);
    if ('problem' in found || put.length === 0) return [];
    try {
      await found.driver.tryOut?.({ controlPlane, mesh, put, remove: [] });
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  }

  /** Whether permissions can be written there, and in words how. */
  async describe(target: {
    controlPlane: string;
    mesh: string;
  }): Promise<{ name: string; writable: boolean; how: string }> {
    const found = this.driverOf(target.controlPlane);
    if ('problem' in found)
      return { name: 'none', writable: false, how: found.problem };
    try {
      return {
        name: found.driver.name,
        ...(await found.driver.describe(target)),
      };
    } catch (error) {
      return {
        name: found.driver.name,
        writable: false,
        how: `It cannot be told whether permissions can be written there: ${
          (error as Error).message
        }`,
      };
    }
  }
}
