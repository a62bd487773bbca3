import { requestJson } from '#lib/client/server-api/request-json.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import {
  CandidateAnswerSchema,
  DuplicateAnswerSchema,
  type CandidateQuery,
  type DuplicateAnswer,
} from '#lib/protocol/documents.ts';

export type DuplicateSubject = {
  documentId: string;
  sourceSha256: string[];
  numberNotation: string;
  issuingAgency: string;
  issuedOn: string;
};
export type KnownDuplicate = DuplicateAnswer['duplicates'][number];

/** What tagging asks the repository. Both throw `AppError`. */
export interface TaggingRepository {
  candidates(query: CandidateQuery): Promise<InventoryItem[]>;
  duplicates(subjects: DuplicateSubject[]): Promise<KnownDuplicate[]>;
}

export const httpTaggingRepository: TaggingRepository = {
  async candidates(query) {
    const answer = await requestJson('/api/inventory/candidates', CandidateAnswerSchema, {
      body: query,
    });
    return answer.items;
  },
  async duplicates(documents) {
    const answer = await requestJson('/api/documents/duplicates', DuplicateAnswerSchema, {
      body: { documents },
    });
    return answer.duplicates;
  },
};
