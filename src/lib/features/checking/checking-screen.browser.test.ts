import { beforeEach, expect, test } from 'vitest';
import { page, userEvent, type Locator } from 'vitest/browser';
import pdfUrl from '#fixtures/validated/archived.pdf?url';
import type { CheckApi } from '#lib/client/checking/check-api.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { requiredKeys } from '#lib/domain/metadata-rules.ts';
import type { CheckAnswer, Difference, Resolution, WaitingCheck } from '#lib/protocol/checking.ts';
import { show } from '#lib/ui/testing/show.ts';
import CheckingScreen from './CheckingScreen.svelte';
import DifferencesScreen from './DifferencesScreen.svelte';

/** A server that writes down what it is sent, and fails as often as it is told. */
class SimulatedChecks implements CheckApi {
  readonly answers: Record<string, CheckAnswer> = {};
  readonly resolutions: Record<string, Resolution> = {};
  failures = 0;

  async send(documentId: string, answer: CheckAnswer) {
    if (this.failures-- > 0) throw new AppError('SERVER_UNREACHABLE');
    this.answers[documentId] = answer;
    const checkedFields = Object.keys(answer.values).length;
    return { state: 'differing' as const, agreedFields: checkedFields - 1, checkedFields };
  }
  async decide(documentId: string, resolution: Resolution) {
    this.resolutions[documentId] = resolution;
  }
  async saveSetting(setting: Parameters<CheckApi['saveSetting']>[0]) {
    return { ...setting, setBy: null, isOwn: true };
  }
}

const waiting = (documentId: string): WaitingCheck => ({
  documentId,
  orgUnitName: `Đơn vị ${documentId}`,
  pageCount: 1,
  sampledAt: '2026-11-22T08:00:00.000Z',
  keys: [...requiredKeys],
});

let api: SimulatedChecks;
beforeEach(async () => {
  await page.viewport(1366, 768);
  document.body.replaceChildren();
  api = new SimulatedChecks();
});

const openChecks = (checks: WaitingCheck[]) =>
  show(CheckingScreen, {
    checks,
    pagesUrl: () => pdfUrl,
    api,
    today: '2026-11-22',
    onsent: () => undefined,
  });

const shownUnit = () => document.querySelector('header p')?.textContent ?? '';
const input = (label: string) => page.getByRole('textbox', { name: label });
const values = [
  'GP',
  'Biển Xanh',
  'Giấy phép',
  '5/GP-SVHTTDL',
  '14/02/2023',
  'Sở Du lịch',
  'Lữ hành',
];

test('a document is read again by the keyboard alone: value, Enter, value, Enter, send', async () => {
  await openChecks([waiting('a'), waiting('b')]);
  await expect.element(input('Mã loại giấy tờ')).toHaveFocus();
  for (const value of values) await userEvent.keyboard(`${value}{Enter}`);
  await expect.element(page.getByRole('button', { name: 'Gửi kết quả' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');

  await expect.poll(shownUnit).toContain('Đơn vị b');
  expect(api.answers['a']?.values).toMatchObject({
    paperTypeCode: 'GP',
    ownerName: 'Biển Xanh',
    issuedOn: '2023-02-14',
    abstract: 'Lữ hành',
  });
  await expect.element(input('Tên chủ sở hữu')).toHaveValue('');
  await expect.element(input('Mã loại giấy tờ')).toHaveFocus();
});

test('Enter in an empty field says that the paper does not; nothing is sent before all is read', async () => {
  await openChecks([waiting('a')]);
  await userEvent.keyboard('GP{Control>}{Enter}{/Control}');
  await expect.element(input('Tên chủ sở hữu')).toHaveFocus();
  expect(api.answers).toEqual({});
  await userEvent.keyboard('{Enter}'.repeat(requiredKeys.length - 1));
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(page.getByText('Không có văn bản nào chờ kiểm tra')).toBeVisible();
  expect(api.answers['a']?.values).toMatchObject({ paperTypeCode: 'GP', ownerName: '' });
});

test('a date that cannot be one is told, and what was typed stays when the server is away', async () => {
  await openChecks([waiting('a')]);
  for (const value of values.with(4, '31/02/2023')) await userEvent.keyboard(`${value}{Enter}`);
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(input('Ngày cấp')).toHaveFocus();
  await input('Ngày cấp').fill('14/02/2023');
  api.failures = 1;
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(page.getByRole('alert')).toBeVisible();
  await expect.element(input('Tên chủ sở hữu')).toHaveValue('Biển Xanh');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(page.getByText('Không có văn bản nào chờ kiểm tra')).toBeVisible();
});

test('a document that was put off comes again with what was typed', async () => {
  await openChecks([waiting('a'), waiting('b')]);
  await expect.element(input('Mã loại giấy tờ')).toHaveFocus();
  await userEvent.keyboard('GP{Alt>}{ArrowRight}{/Alt}');
  await expect.poll(shownUnit).toContain('Đơn vị b');
  await expect.element(input('Mã loại giấy tờ')).toHaveValue('');
  await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
  await expect.poll(shownUnit).toContain('Đơn vị a');
  await expect.element(input('Mã loại giấy tờ')).toHaveValue('GP');
});

const difference: Difference = {
  documentId: 'a',
  state: 'differing',
  orgUnitName: 'Sở Du lịch',
  procedureName: 'Cấp giấy phép',
  pageCount: 1,
  firstPerson: 'Trần Minh Hà',
  secondPerson: 'Mai Ngọc Bích',
  checkedAt: '2026-11-22T08:00:00.000Z',
  fields: [
    { key: 'ownerName', first: 'Biển Xanh', second: 'Biển Đông', choice: null, value: null },
    { key: 'issuedOn', first: '2023-02-14', second: '2023-02-15', choice: null, value: null },
  ],
  resolvedBy: null,
  mayDecide: true,
};

const openDifferences = (differences: Difference[]) =>
  show(DifferencesScreen, {
    differences,
    setting: { ratePercent: 5, keys: [...requiredKeys], setBy: null, isOwn: false },
    contentUrl: () => pdfUrl,
    api,
    onchanged: async () => undefined,
  });

/** By keyboard: the focus, then the space bar. */
async function press(control: Locator): Promise<void> {
  await expect.element(control).toBeInTheDocument();
  const element = control.element();
  if (element instanceof HTMLElement) element.focus();
  await userEvent.keyboard(' ');
}

test('a third person takes the value of one of the two, or writes what the paper says', async () => {
  await openDifferences([difference]);
  const decide = page.getByRole('button', { name: 'Ghi quyết định' });
  await expect.element(decide).toHaveAttribute('aria-disabled', 'true');
  await press(page.getByRole('radio', { name: 'Người kiểm tra: Mai Ngọc Bích Biển Đông' }));
  await press(
    page.getByRole('group', { name: 'Ngày cấp' }).getByRole('radio', { name: 'Giá trị khác' }),
  );
  await page.getByRole('textbox', { name: 'Ngày cấp: Giá trị khác' }).fill('16/02/2023');
  await userEvent.keyboard('{Tab}{Control>}{Enter}{/Control}');
  await expect
    .element(page.getByText('Đã ghi quyết định. Tệp PDF đã ký giữ nguyên.'))
    .toBeVisible();
  expect(api.resolutions['a']).toEqual({
    decisions: {
      ownerName: { choice: 'second' },
      issuedOn: { choice: 'other', value: '2023-02-16' },
    },
  });
});

test('one of the two themselves sees the difference and cannot decide', async () => {
  await openDifferences([{ ...difference, mayDecide: false }]);
  await expect.element(page.getByRole('radio').first()).toBeDisabled();
  const decide = page.getByRole('button', { name: 'Ghi quyết định' });
  await expect.element(decide).toHaveAttribute('aria-disabled', 'true');
});
