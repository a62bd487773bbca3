import * as v from 'valibot';
import { requestJson } from '#lib/client/server-api/request-json.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { SigningProfile, SigningProfileKind } from '#lib/domain/signing-profile.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import {
  SigningImageAnswerSchema,
  SigningProfileAnswerSchema,
  SigningProfileListSchema,
} from '#lib/protocol/signing-profiles.ts';
import type { ImageAddress, SigningProfileGateway } from './profile-gateway.ts';

/** `basePath`: `/api/signing-profiles` as the page resolves it. */
export class HttpProfileGateway implements SigningProfileGateway {
  readonly #basePath: string;

  constructor(basePath: string) {
    this.#basePath = basePath;
  }

  list() {
    return requestJson(this.#basePath, SigningProfileListSchema);
  }

  save(profile: SigningProfile) {
    const path = `${this.#basePath}/${profile.kind}`;
    return requestJson(path, SigningProfileAnswerSchema, { method: 'PUT', body: { profile } });
  }

  reset(kind: SigningProfileKind) {
    const path = `${this.#basePath}/${kind}`;
    return requestJson(path, SigningProfileAnswerSchema, { method: 'DELETE' });
  }

  async image(address: ImageAddress) {
    const response = await this.#send(address);
    return new Uint8Array(await response.arrayBuffer());
  }

  async saveImage(address: ImageAddress, png: Uint8Array<ArrayBuffer>) {
    const response = await this.#send(address, {
      method: 'PUT',
      headers: { 'content-type': 'image/png' },
      body: png,
    });
    const answer = v.safeParse(SigningImageAnswerSchema, await response.json().catch(() => null));
    if (!answer.success) throw new AppError('SERVER_FAILED');
    return answer.output;
  }

  async #send({ kind, ownerId }: ImageAddress, init?: RequestInit): Promise<Response> {
    const path = `${this.#basePath}/images/${kind}/${encodeURIComponent(ownerId)}`;
    const response = await fetch(path, init).catch((cause: unknown) => {
      throw new AppError('SERVER_UNREACHABLE', {}, { cause });
    });
    if (!response.ok) throw await errorFromResponse(response);
    return response;
  }
}
