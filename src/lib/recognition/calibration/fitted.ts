import type { MetadataKey } from '#lib/domain/metadata.ts';
import type { FieldModel } from './model.ts';

export const fittedModels: Partial<Record<MetadataKey, FieldModel>> = {};
