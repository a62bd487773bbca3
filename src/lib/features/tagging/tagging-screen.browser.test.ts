import '../../../app.css';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { TaggingSession } from '#lib/client/tagging/tagging-session.svelte.ts';
import {
  documentWith,
  MemoryBatch,
  pageOf,
  rankByCount,
  read,
  SimulatedRepository,
  sureDraft,
} from '#lib/client/tagging/testing/tagging-doubles.svelte.ts';
import type { BatchDocument, RecognitionState } from '#lib/client/batches/model.ts';
import { show } from '#lib/ui/testing/show.ts';
import TaggingScreen from './TaggingScreen.svelte';

async function scan(): Promise<Blob> {
  const canvas = new OffscreenCanvas(827, 1170);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, 827, 1170);
  context.fillStyle = 'black';
  context.font = '20px serif';
  context.fillText('Công ty TNHH Du lịch Biển Xanh', 100, 320);
  return canvas.convertToBlob({ type: 'image/jpeg' });
}

const textLayer = {
  widthPx: 827,
  heightPx: 1170,
  meanConfidence: 95,
  lines: [
    {
      box: { x: 100, y: 300, width: 300, height: 26 },
      baseline: { x0: 100, y0: 320, x1: 400, y1: 320 },
      words: ['Biển', 'Xanh'].map((text, place) => ({
        text,
        confidence: 95,
        box: { x: 100 + place * 150, y: 300, width: 140, height: 26 },
      })),
    },
  ],
};

async function open(
  documents: readonly BatchDocument[],
  repository = new SimulatedRepository(),
  recognition: RecognitionState = 'done',
) {
  const batch = new MemoryBatch(documents);
  batch.pagesOf = (id) => [{ ...pageOf(id), recognition: { state: recognition } }];
  batch.catalogue = {
    procedures: [
      {
        id: 'procedure',
        code: '2.001628',
        name: 'Cấp giấy phép kinh doanh dịch vụ lữ hành nội địa',
        field: 'Lữ hành',
        resultKind: 'Giấy phép',
      },
    ],
    agencies: [],
  };
  const tagging = new TaggingSession({
    batch,
    repository,
    rank: rankByCount,
    now: () => new Date('2026-11-22T03:00:00Z'),
  });
  const image = await scan();
  const source = Object.assign(batch, {
    textLayers: async () => [textLayer],
    readPageImage: async () => image,
    removeDocuments: async () => true,
  });
  await show(TaggingScreen, { tagging, source });
  return { batch, tagging };
}

const doubtful = {
  ...sureDraft('1/GP-SVHTTDL'),
  ownerName: {
    recognized: {
      value: 'Cty Biền Xanh',
      confidence: 0.5,
      place: { pageIndex: 0, box: { x: 100, y: 300, width: 300, height: 26 } },
    },
    isConfirmed: false,
  },
  abstract: read('Kinh doanh', 0.4),
};

const owner = () => page.getByRole('textbox', { name: 'Tên chủ sở hữu' });
const abstract = () => page.getByRole('textbox', { name: 'Trích yếu nội dung' });
const title = () => page.getByRole('textbox', { name: 'Tên giấy tờ' });

beforeEach(() => page.viewport(1366, 768));

/** Keys of a hand that waits for nothing: each is sent in the same breath as the one before. */
function typeAtOnce(...keys: string[]): void {
  for (const key of keys) {
    const target = document.activeElement ?? document.body;
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    const isTaken = !target.dispatchEvent(event);
    if (isTaken || key.length > 1 || !isTextBox(target)) continue;
    const { selectionStart, selectionEnd, value } = target;
    target.value = value.slice(0, selectionStart ?? 0) + key + value.slice(selectionEnd ?? 0);
    target.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
}

function isTextBox(target: Element): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

describe('the tagging screen without a mouse', () => {
  test('begins on the first doubtful field, and Enter goes on to the next and the next document', async () => {
    const { batch } = await open([
      documentWith('a', { metadata: doubtful }),
      documentWith('b', { metadata: { ...sureDraft('2/GP-X'), title: read('Giây phép', 0.3) } }),
    ]);
    await expect.element(owner()).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(abstract()).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(title()).toHaveFocus();
    await expect.element(title()).toHaveValue('Giây phép');
    await expect.poll(() => batch.stored.get('a')?.state).toBe('tagged');
    await userEvent.keyboard('Giấy phép{Enter}');
    await expect.element(page.getByText('Đã gắn thông tin cho mọi tài liệu.')).toBeVisible();
    await expect
      .poll(() => batch.stored.get('b')?.metadata.title)
      .toEqual({
        recognized: { value: 'Giây phép', confidence: 0.3 },
        typed: 'Giấy phép',
        isConfirmed: true,
      });
  });

  test('keeps a correction apart from what was recognized, and takes it back', async () => {
    const { tagging } = await open([documentWith('a', { metadata: doubtful })]);
    await expect.element(owner()).toHaveFocus();
    await userEvent.keyboard('Biển Xanh');
    await expect.element(page.getByText('Máy đọc: Cty Biền Xanh')).toBeVisible();
    await userEvent.keyboard('{Alt>}r{/Alt}');
    await expect.element(owner()).toHaveValue('Cty Biền Xanh');
    await tagging.edits.flush();
  });

  test('names a broken rule in words and does not accept', async () => {
    const { batch } = await open([documentWith('a')]);
    const issued = page.getByRole('textbox', { name: 'Ngày cấp' });
    await expect.element(issued).toHaveValue('14/02/2023');
    await userEvent.click(issued);
    await userEvent.keyboard('{Control>}a{/Control}31/12/2030{Control>}{Enter}{/Control}');
    await expect.element(page.getByText('Ngày ở tương lai.')).toBeVisible();
    await expect.element(issued).toHaveFocus();
    expect(batch.stored.get('a')?.acceptedAt).toBeUndefined();
  });

  test('accepts the proposed inventory item by F2, or says that it is not in the list by F4', async () => {
    const repository = new SimulatedRepository();
    const [item] = repository.items;
    if (!item) throw new Error('No item');
    repository.items = [item, { ...item, id: 'other', ownerName: 'Công ty khác' }];
    const { batch } = await open([documentWith('a'), documentWith('b')], repository);
    await expect.element(page.getByRole('button', { name: /Ghép kết quả/u })).toHaveFocus();
    await userEvent.keyboard('{F2}');
    await expect.poll(() => batch.stored.get('a')?.inventoryItemId).toBe('item');
    await expect.poll(() => batch.stored.get('a')?.acceptedAt).toBeDefined();
    await userEvent.keyboard('{F4}');
    await expect.poll(() => batch.stored.get('b')?.inventoryItemId).toBeNull();
  });

  test('accepts all sure documents by one key and takes them back by another', async () => {
    const { batch, tagging } = await open([documentWith('a'), documentWith('b')]);
    await expect.poll(() => tagging.overview.countOf('unseen')).toBe(2);
    await userEvent.keyboard('{Alt>}a{/Alt}');
    await expect.poll(() => batch.stored.get('b')?.acceptedAt).toBeDefined();
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.poll(() => batch.stored.get('b')?.acceptedAt).toBeUndefined();
  });
});

describe('the fast typist', () => {
  test('types into the next field and the next document without waiting', async () => {
    const { batch } = await open([
      documentWith('a', { metadata: doubtful }),
      documentWith('b', { metadata: { ...sureDraft('2/GP-X'), title: read('Giây', 0.3) } }),
    ]);
    await expect.element(owner()).toHaveFocus();
    typeAtOnce('A', 'n', 'Enter', 'L', 'ữ', 'Enter', 'G', 'i', 'ấ', 'y', 'Enter');
    await expect.poll(() => batch.stored.get('b')?.acceptedAt).toBeDefined();
    expect(batch.stored.get('a')?.metadata.ownerName.typed).toBe('An');
    expect(batch.stored.get('a')?.metadata.abstract.typed).toBe('Lữ');
    expect(batch.stored.get('b')?.metadata.title.typed).toBe('Giấy');
  });

  test('accepts clean documents by one key each', async () => {
    const { batch } = await open(['a', 'b', 'c'].map((id) => documentWith(id)));
    await expect.element(page.getByRole('button', { name: /Chấp nhận tài liệu/u })).toHaveFocus();
    await userEvent.keyboard('{Enter}{Enter}{Enter}');
    await expect.element(page.getByText('Đã gắn thông tin cho mọi tài liệu.')).toBeVisible();
    await expect.element(page.getByText('1 phím/văn bản')).toBeVisible();
    await expect.poll(() => batch.stored.get('c')?.acceptedAt).toBeDefined();
  });
});

describe('a doubtful field', () => {
  const unsure = {
    ...doubtful,
    ownerName: {
      ...doubtful.ownerName,
      recognized: {
        ...doubtful.ownerName.recognized,
        alternatives: ['Cty Biển Xanh', 'Cty Biến Xanh'],
      },
    },
  };

  test('shows its place on the page, enlarged, above its input', async () => {
    await open([documentWith('a', { metadata: unsure })]);
    await expect.element(owner()).toHaveFocus();
    const crop = page.getByRole('img', { name: 'Phần ảnh có ô này' });
    await expect.element(crop).toBeVisible();
    const { bottom } = crop.element().getBoundingClientRect();
    expect(bottom).toBeLessThanOrEqual(owner().element().getBoundingClientRect().top);
    await expect.poll(() => darkPixels(crop.element())).toBeGreaterThan(50);
  });

  test('takes other readings by the arrow keys, the inventory first, and Escape takes them back', async () => {
    const { tagging } = await open([documentWith('a', { metadata: unsure })]);
    await expect.element(owner()).toHaveFocus();
    await expect.poll(() => tagging.inventory.of('a').state).toBe('found');
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(owner()).toHaveValue('Công ty TNHH Du lịch Biển Xanh');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await expect.element(owner()).toHaveValue('Cty Biến Xanh');
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(owner()).toHaveValue('Cty Biển Xanh');
    await userEvent.keyboard('{Escape}');
    await expect.element(owner()).toHaveValue('Cty Biền Xanh');
    await tagging.edits.flush();
  });

  test('is the only thing framed: what is sure or surely absent is read at a glance', async () => {
    const scope = { isConfirmed: false, absentConfidence: 0.98 };
    await open([documentWith('a', { metadata: { ...unsure, scope } })]);
    await expect.element(owner()).toHaveFocus();
    const frameOf = (name: string) =>
      getComputedStyle(page.getByRole('textbox', { name }).element()).borderTopColor;
    expect(frameOf('Số, ký hiệu')).toBe('rgba(0, 0, 0, 0)');
    expect(frameOf('Trích yếu nội dung')).not.toBe('rgba(0, 0, 0, 0)');
    await expect
      .element(page.getByRole('textbox', { name: 'Phạm vi hiệu lực' }))
      .toHaveAttribute('placeholder', 'không có');
  });
});

describe('undo', () => {
  test('takes back what was typed, and across documents what was accepted', async () => {
    const { batch } = await open([
      documentWith('a', { metadata: { ...sureDraft('1/GP-X'), title: read('Giây', 0.3) } }),
      documentWith('b', { metadata: { ...sureDraft('2/GP-X'), title: read('Giây', 0.3) } }),
    ]);
    await expect.element(title()).toHaveFocus();
    await userEvent.keyboard('Giấy phép{Enter}Quyết định');
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.element(title()).toHaveValue('Giây');
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.poll(() => batch.stored.get('a')?.acceptedAt).toBeUndefined();
    await expect.element(title()).toHaveValue('Giấy phép');
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await expect.poll(() => batch.stored.get('a')?.acceptedAt).toBeDefined();
  });
});

test('a digit chooses among several inventory items', async () => {
  const repository = new SimulatedRepository();
  const [item] = repository.items;
  if (!item) throw new Error('No item');
  repository.items = [item, { ...item, id: 'other', ownerName: 'Công ty khác' }];
  const { batch } = await open([documentWith('a')], repository);
  await expect.element(page.getByRole('button', { name: /Ghép kết quả/u }).first()).toHaveFocus();
  await userEvent.keyboard('2');
  await expect.poll(() => batch.stored.get('a')?.inventoryItemId).toBe('other');
  await expect.poll(() => batch.stored.get('a')?.acceptedAt).toBeDefined();
});

test('values are given to all chosen documents, told beforehand, and taken back by one key', async () => {
  const { batch } = await open(['a', 'b', 'c'].map((id) => documentWith(id)));
  const row = (id: string) => page.getByRole('button', { name: new RegExp(`${id}\\.jpg`, 'u') });
  await userEvent.click(row('a'), { modifiers: ['Control'] });
  await userEvent.click(row('b'), { modifiers: ['Shift'] });
  await userEvent.keyboard('{Alt>}s{/Alt}');
  await userEvent.fill(page.getByRole('dialog').getByLabelText('Phạm vi hiệu lực'), 'Toàn quốc');
  await expect.element(page.getByText('Sẽ đổi 2/2 tài liệu')).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => batch.stored.get('b')?.metadata.scope.typed).toBe('Toàn quốc');
  expect(batch.stored.get('c')?.metadata.scope.typed).toBeUndefined();
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.poll(() => batch.stored.get('b')?.metadata.scope.typed).toBeUndefined();
  expect(batch.stored.get('a')?.metadata.scope.typed).toBeUndefined();
});

test('typing into one of 200 documents keeps up with the hand', async () => {
  const documents = Array.from({ length: 200 }, (_, place) =>
    documentWith(`d${place}`, {
      metadata: { ...sureDraft(`${place}/GP-X`), title: read('Giây', 0.3) },
    }),
  );
  const { tagging } = await open(documents);
  await expect.element(title()).toHaveFocus();
  await expect.poll(() => tagging.inventory.of('d199').state).toBe('found');
  const began = performance.now();
  typeAtOnce(...'Giấy phép kinh doanh'.split(''));
  const perKeyMs = (performance.now() - began) / 20;
  console.log(`typing in a batch of 200: ${perKeyMs.toFixed(1)} ms per key`);
  await expect.element(title()).toHaveValue('Giấy phép kinh doanh');
});

function darkPixels(around: Element): number {
  const canvas = around.querySelector('canvas');
  const context = canvas?.getContext('2d');
  if (!canvas || !context || canvas.width === 0) return 0;
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let dark = 0;
  for (let place = 0; place < data.length; place += 4) {
    if ((data[place + 3] ?? 0) > 0 && (data[place] ?? 255) < 100) dark++;
  }
  return dark;
}

test('a word picked on the page fills the focused field', async () => {
  const { tagging } = await open([documentWith('a', { metadata: doubtful })]);
  await expect.element(owner()).toHaveFocus();
  const canvas = page.getByLabelText(/Ảnh trang 1\/1/u).element();
  const box = canvas.getBoundingClientRect();
  await expect.poll(() => canvas.getAttribute('width')).not.toBe('300');
  const scale = (box.width - 24) / 827;
  const at = { clientX: box.left + 12 + 170 * scale, clientY: box.top + 12 + 313 * scale };
  canvas.dispatchEvent(new PointerEvent('pointerdown', { ...at, bubbles: true, pointerId: 1 }));
  canvas.dispatchEvent(new PointerEvent('pointerup', { ...at, bubbles: true, pointerId: 1 }));
  await expect.element(owner()).toHaveValue('Biển');
  await tagging.edits.flush();
});

test('a duplicate is named and waits for a reason', async () => {
  const repository = new SimulatedRepository();
  repository.known = [
    {
      documentId: 'a',
      reason: 'same-number',
      existing: {
        documentId: 'old',
        code: '9901427509.GP.05',
        numberNotation: '05/GP-SVHTTDL',
        ownerName: 'Công ty TNHH Du lịch Biển Xanh',
        storedAt: '2026-10-01T00:00:00Z',
      },
    },
  ];
  const { batch } = await open([documentWith('a')], repository);
  await expect.element(page.getByText(/đã có trong kho: 9901427509.GP.05/u)).toBeVisible();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(batch.stored.get('a')?.acceptedAt).toBeUndefined();
  await userEvent.fill(page.getByLabelText('Lý do vẫn gửi'), 'Bản cấp lại');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.poll(() => batch.stored.get('a')?.duplicateReason).toBe('Bản cấp lại');
  await expect.poll(() => batch.stored.get('a')?.acceptedAt).toBeDefined();
});

test('an item that only a search by hand brought up is the one shown as linked', async () => {
  const repository = new SimulatedRepository();
  const [item] = repository.items;
  if (!item) throw new Error('No item');
  repository.items = [item, { ...item, id: 'near', ownerName: 'Công ty gần giống' }];
  const { batch, tagging } = await open([documentWith('a')], repository);
  await expect.element(page.getByRole('button', { name: /Ghép kết quả/u })).toHaveFocus();
  repository.items = [{ ...item, id: 'far', ownerName: 'Công ty tìm bằng tay' }];
  await userEvent.keyboard('{F8}');
  await userEvent.keyboard('tay{Enter}');
  await userEvent.click(page.getByRole('button', { name: 'Chọn', exact: true }));
  await expect.poll(() => batch.stored.get('a')?.inventoryItemId).toBe('far');
  const [chosen] = tagging.documents;
  if (!chosen) throw new Error('No document');
  expect(tagging.inventory.chosenFor(chosen)?.item.ownerName).toBe('Công ty tìm bằng tay');
});

test('every field of a document is in view on a small display', async () => {
  await open([documentWith('a', { metadata: doubtful })]);
  await expect.element(owner()).toHaveFocus();
  const last = page.getByRole('textbox', { name: 'Chức vụ người ký' }).element();
  const footer = page.getByRole('button', { name: /Chấp nhận tài liệu/u }).element();
  const bottom = last.getBoundingClientRect().bottom;
  expect(bottom).toBeLessThanOrEqual(footer.getBoundingClientRect().top);
  expect(owner().element().clientWidth).toBeGreaterThanOrEqual(280);
});

test('a document that the machine could not read is tagged by hand', async () => {
  const { tagging } = await open([documentWith('a', { state: 'cleaned' })], undefined, 'failed');
  await expect.element(page.getByText(/Có trang máy không đọc được/u)).toBeVisible();
  expect(tagging.overview.stateOf('a')).toBe('unseen');
});
