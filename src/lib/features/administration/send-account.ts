import { AppError } from '#lib/domain/app-error.ts';
import type { AccountChange, NewAccount } from '#lib/protocol/administration.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';

/** Throws the `AppError` that the server answered, or `SERVER_UNREACHABLE`. */
export function sendNewAccount(path: string, account: NewAccount): Promise<void> {
  return send('POST', path, account);
}

/** Throws the `AppError` that the server answered, or `SERVER_UNREACHABLE`. */
export function sendAccountChange(path: string, change: AccountChange): Promise<void> {
  return send('PATCH', path, change);
}

async function send(method: 'POST' | 'PATCH', path: string, body: object): Promise<void> {
  const response = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new AppError('SERVER_UNREACHABLE', {}, { cause });
  });
  if (!response.ok) throw await errorFromResponse(response);
}
