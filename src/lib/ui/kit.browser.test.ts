import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Action } from './actions.ts';
import Combobox from './Combobox.svelte';
import DateField from './DateField.svelte';
import ProblemNotice from './ProblemNotice.svelte';
import ButtonSubject from './testing/ButtonSubject.svelte';
import ShortcutSubject from './testing/ShortcutSubject.svelte';
import { show } from './testing/show.ts';

describe('a date field', () => {
  test('shows dd/MM/yyyy and hands out ISO', async () => {
    const onchange = vi.fn();
    await show(DateField, { label: 'Ngày cấp', value: '2025-02-09', onchange });
    const field = page.getByLabelText('Ngày cấp');
    await expect.element(field).toHaveValue('09/02/2025');
    await userEvent.fill(field, '3/4/2024');
    expect(onchange).toHaveBeenLastCalledWith('2024-04-03');
    await userEvent.tab();
    await expect.element(field).toHaveValue('03/04/2024');
  });

  test('keeps what was typed, says what is wrong, and hands out nothing for a date that is none', async () => {
    const onchange = vi.fn();
    await show(DateField, { label: 'Ngày cấp', value: '2025-02-09', onchange });
    const field = page.getByLabelText('Ngày cấp');
    await userEvent.fill(field, '31/02/2025');
    await userEvent.tab();
    await expect.element(field).toHaveValue('31/02/2025');
    await expect.element(field).toHaveAttribute('aria-invalid', 'true');
    await expect.element(page.getByText('Ngày không hợp lệ', { exact: false })).toBeVisible();
    expect(onchange).not.toHaveBeenCalled();
  });
});

describe('a combobox', () => {
  const items = [
    { value: 'a', label: 'Cấp giấy phép tổ chức biểu diễn nghệ thuật', detail: '1.009397' },
    { value: 'b', label: 'Công nhận điểm du lịch', detail: '1.004528' },
  ];

  test('finds without diacritics and takes the choice by keyboard', async () => {
    const onchange = vi.fn();
    await show(Combobox, { label: 'Thủ tục', items, onchange });
    const field = page.getByRole('combobox', { name: 'Thủ tục' });
    await userEvent.click(field);
    await userEvent.keyboard('diem du');
    await expect
      .element(page.getByRole('option'))
      .toHaveAccessibleName('Công nhận điểm du lịch 1.004528');
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(onchange).toHaveBeenCalledExactlyOnceWith('b');
    await expect.element(field).toHaveValue('Công nhận điểm du lịch');
  });

  test('goes back to what was chosen when the words typed lead nowhere', async () => {
    await show(Combobox, { label: 'Thủ tục', items, value: 'a' });
    const field = page.getByRole('combobox', { name: 'Thủ tục' });
    await userEvent.click(field);
    await userEvent.keyboard('không có');
    await expect.element(page.getByText('Không có mục nào khớp.')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(field).toHaveValue('Cấp giấy phép tổ chức biểu diễn nghệ thuật');
  });
});

describe('shortcuts', () => {
  function actions(run: (id: string) => void): Action[] {
    return [
      { id: 'split', title: 'Tách', shortcut: 'S', run: () => run('split') },
      { id: 'undo', title: 'Hoàn tác', shortcut: 'Ctrl+Z', run: () => run('undo') },
      {
        id: 'merge',
        title: 'Gộp',
        shortcut: 'M',
        disabledReason: () => 'Chỉ có một tài liệu',
        run: () => run('merge'),
      },
    ];
  }

  test('work on the page, and rest while somebody types', async () => {
    const run = vi.fn();
    await show(ShortcutSubject, { actions: actions(run) });
    await userEvent.keyboard('s');
    await userEvent.click(page.getByLabelText('field'));
    await userEvent.keyboard('s');
    await expect.element(page.getByLabelText('field')).toHaveValue('s');
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(run.mock.calls).toEqual([['split'], ['undo']]);
  });

  test('do nothing while the action has a reason not to', async () => {
    const run = vi.fn();
    await show(ShortcutSubject, { actions: actions(run) });
    await userEvent.keyboard('ms');
    expect(run.mock.calls).toEqual([['split']]);
  });

  test('of the page rest while a dialog is open', async () => {
    const run = vi.fn();
    await show(ShortcutSubject, { actions: actions(run), isDialogOpen: true });
    await expect.element(page.getByRole('dialog', { name: 'dialog' })).toBeVisible();
    await userEvent.keyboard('s');
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await userEvent.keyboard('s');
    expect(run.mock.calls).toEqual([['split']]);
  });
});

describe('a button that cannot be used now', () => {
  test('stays reachable, tells why, and does nothing', async () => {
    const onclick = vi.fn();
    await show(ButtonSubject, { disabledReason: 'Chưa chọn chứng thư', onclick });
    const button = page.getByRole('button', { name: 'Ký' });
    await expect.element(button).toHaveAccessibleDescription('Chưa chọn chứng thư');
    await userEvent.tab();
    await expect.element(button).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(onclick).not.toHaveBeenCalled();
  });

  test('while busy is not pressed twice', async () => {
    const onclick = vi.fn();
    await show(ButtonSubject, { disabledReason: null, busy: true, onclick });
    await userEvent.click(page.getByRole('button', { name: 'Ký' }));
    expect(onclick).not.toHaveBeenCalled();
  });
});

describe('a problem notice', () => {
  test('says what happened, what to do, and offers to try again', async () => {
    const onretry = vi.fn();
    await show(ProblemNotice, {
      problem: { code: 'PDF_ENCRYPTED', details: { fileName: 'mat.pdf' } },
      onretry,
    });
    const notice = page.getByRole('alert');
    await expect.element(notice.getByText('PDF được đặt mật khẩu.')).toBeVisible();
    await expect
      .element(notice.getByText('Mở bằng phần mềm đọc PDF, bỏ mật khẩu, lưu lại rồi đưa vào.'))
      .toBeVisible();
    await expect.element(notice.getByText('Tệp: mat.pdf')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Thử lại' }));
    expect(onretry).toHaveBeenCalledOnce();
  });

  test('speaks English when the page does', async () => {
    await show(ProblemNotice, { problem: { code: 'NOT_SIGNED_IN' } }, 'en');
    await expect
      .element(page.getByRole('alert').getByText('Your session has ended.'))
      .toBeVisible();
  });
});

describe('a note with an undo', () => {
  test('runs it once and goes away', async () => {
    const run = vi.fn();
    const toasts = await show(ButtonSubject, { disabledReason: null, onclick: () => undefined });
    toasts.show({ text: 'Đã bỏ 2 trang.', action: { label: 'Hoàn tác', run } });
    await userEvent.click(page.getByRole('button', { name: 'Hoàn tác' }));
    expect(run).toHaveBeenCalledOnce();
    await expect.element(page.getByText('Đã bỏ 2 trang.')).not.toBeInTheDocument();
  });
});
