import * as v from 'valibot';
import { requestJson } from '#lib/client/server-api/request-json.ts';
import {
  LearningSettingSchema,
  type LearningReset,
  type LearningSetting,
} from '#lib/protocol/learning.ts';

/** What the page about learned things asks of the server; every call throws `AppError`. */
export interface LearningApi {
  reset(reset: LearningReset): Promise<void>;
  saveSetting(setting: LearningSetting): Promise<LearningSetting>;
}

export const httpLearningApi: LearningApi = {
  reset: async (body) => {
    await requestJson('/api/learned-templates/reset', v.looseObject({}), { body });
  },
  saveSetting: (body) =>
    requestJson('/api/learning-setting', LearningSettingSchema, { method: 'PUT', body }),
};
