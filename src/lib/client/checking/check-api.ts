import * as v from 'valibot';
import { requestJson } from '#lib/client/server-api/request-json.ts';
import {
  CheckOutcomeSchema,
  CheckSettingViewSchema,
  type CheckAnswer,
  type CheckOutcome,
  type CheckSetting,
  type CheckSettingView,
  type Resolution,
} from '#lib/protocol/checking.ts';

/** What the screens of random checks ask of the server; every call throws `AppError`. */
export interface CheckApi {
  send(documentId: string, answer: CheckAnswer): Promise<CheckOutcome>;
  decide(documentId: string, resolution: Resolution): Promise<void>;
  saveSetting(setting: CheckSetting): Promise<CheckSettingView>;
}

export const httpCheckApi: CheckApi = {
  send: (documentId, body) =>
    requestJson(`/api/checks/${documentId}`, CheckOutcomeSchema, { body }),
  decide: async (documentId, body) => {
    await requestJson(`/api/differences/${documentId}`, v.object({ state: v.string() }), { body });
  },
  saveSetting: (body) =>
    requestJson('/api/check-setting', CheckSettingViewSchema, { method: 'PUT', body }),
};
