import {
  componentEntityV1alpha1Validator,
  Entity,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import { toError } from '@backstage/errors';

const POLICIES = [
  new SchemaValidEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
];
const KINDS = {
  Component: componentEntityV1alpha1Validator,
  Resource: resourceEntityV1alpha1Validator,
};

/**
 * What the catalog would refuse about an entity. The catalog checks a mutation
 * as a whole: one bad entity would cost all the others.
 */
export async function problemOf(entity: Entity): Promise<string | undefined> {
  try {
    for (const policy of POLICIES) await policy.enforce(entity);
    const validator = KINDS[entity.kind as keyof typeof KINDS];
    return (await validator.check(entity))
      ? undefined
      : `The kind ${entity.kind} is not known`;
  } catch (error) {
    return toError(error).message;
  }
}
