import { expect, test } from 'vitest';
import { unreachablePageData } from './unreachable-page-data.ts';

const page = 'http://station.test/repository/__data.json?q=a';

test('the data of a page is answered with the reason, for each part that was asked for', async () => {
  const answer = unreachablePageData(new URL(`${page}&x-sveltekit-invalidated=011`));
  const body: unknown = JSON.parse((await answer?.text()) ?? '');
  const failed = {
    type: 'error',
    status: 503,
    error: { problem: { code: 'SERVER_UNREACHABLE', status: 503 } },
  };
  expect(body).toMatchObject({ type: 'data', nodes: [{ type: 'skip' }, failed, failed] });
});

test('no other request is answered in place of the server', () => {
  expect(unreachablePageData(new URL('http://station.test/api/documents'))).toBeNull();
  expect(unreachablePageData(new URL(page))).toBeNull();
});
