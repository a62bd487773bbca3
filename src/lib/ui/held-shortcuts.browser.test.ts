import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import OpeningSubject from './testing/OpeningSubject.svelte';
import { show } from './testing/show.ts';

async function showOpening() {
  const run = vi.fn<(id: string) => void>();
  const action = (id: string, shortcut: string) => ({
    id,
    title: id,
    shortcut,
    run: () => run(id),
  });
  await show(OpeningSubject, { actions: [action('add', 'A'), action('add-folder', 'Shift+A')] });
  return run;
}

test('keys pressed while a screen opens act as soon as it is there, in order, once', async () => {
  const run = await showOpening();
  await userEvent.keyboard('{Shift>}A{/Shift}xa');
  expect(run).not.toHaveBeenCalled();

  await userEvent.click(page.getByRole('button', { name: 'open' }));
  await expect.element(page.getByRole('button', { name: 'somewhere' })).toBeVisible();
  await vi.waitFor(() => expect(run.mock.calls).toEqual([['add-folder'], ['add']]));

  await userEvent.keyboard('a');
  expect(run.mock.calls).toEqual([['add-folder'], ['add'], ['add']]);
});

test('keys for a screen that does not open are forgotten', async () => {
  const run = await showOpening();
  await userEvent.keyboard('a');
  await userEvent.click(page.getByRole('button', { name: 'fail' }));
  await expect.element(page.getByRole('status').getByText('gone')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'open' }));
  await expect.element(page.getByRole('button', { name: 'somewhere' })).toBeVisible();

  await userEvent.keyboard('{Shift>}A{/Shift}');
  expect(run.mock.calls).toEqual([['add-folder']]);
});
