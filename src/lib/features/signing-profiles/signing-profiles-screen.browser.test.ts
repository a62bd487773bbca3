import '../../../app.css';
import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type {
  ImageAddress,
  SigningProfileGateway,
} from '#lib/client/signing-profiles/profile-gateway.ts';
import { ProfileEditor } from '#lib/client/signing-profiles/profile-editor.svelte.ts';
import { sampleImage } from '#lib/client/signing-profiles/sample-images.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import {
  signingProfileKinds,
  type SigningProfile,
  type SigningProfileKind,
} from '#lib/domain/signing-profile.ts';
import type { EffectiveProfile, SigningImage } from '#lib/protocol/signing-profiles.ts';
import { show } from '#lib/ui/testing/show.ts';
import SigningProfilesScreen from './SigningProfilesScreen.svelte';

const at = '2026-11-22T02:30:00Z';

/** Keeps profiles as the server does: what is saved is the unit's own. */
class KeptProfiles implements SigningProfileGateway {
  readonly saved: SigningProfile[] = [];
  readonly images: ImageAddress[] = [];
  refusal: AppError | null = null;

  async list() {
    return {
      orgUnit: { id: 'unit', name: 'Sở Văn hóa, Thể thao và Du lịch' },
      profiles: signingProfileKinds.map(defaultOf),
      images: [imageOf('signature', 'Nguyễn Hoàng Phúc'), imageOf('seal', 'Sở Văn hóa')],
    };
  }

  async save(profile: SigningProfile) {
    if (this.refusal) throw this.refusal;
    this.saved.push(profile);
    return { ...effective(profile), origin: 'own' as const, changedAt: at, changedBy: 'Quản trị' };
  }

  async reset(kind: SigningProfileKind) {
    return defaultOf(kind);
  }

  async image() {
    return sampleImage('seal');
  }

  async saveImage(address: ImageAddress) {
    this.images.push(address);
    return { ...imageOf(address.kind, 'Sở Văn hóa'), sha256: 'ab'.repeat(32), changedAt: at };
  }
}

function imageOf(kind: SigningImage['kind'], ownerName: string): SigningImage {
  return { kind, ownerId: kind, ownerName, sha256: null, changedAt: null };
}

function defaultOf(kind: SigningProfileKind): EffectiveProfile {
  const inherited = kind === 'copy';
  return {
    ...effective(defaultSigningProfiles[kind]),
    ...(inherited && { origin: 'inherited', orgUnitName: 'UBND tỉnh Minh Hải An' }),
  };
}

function effective(profile: SigningProfile): EffectiveProfile {
  const { text } = profile;
  return {
    profile: { ...profile, text: text && { ...text, lines: [...text.lines] } },
    origin: 'default',
    orgUnitName: null,
    changedAt: null,
    changedBy: null,
  };
}

async function open() {
  await page.viewport(1366, 768);
  const gateway = new KeptProfiles();
  const editor = new ProfileEditor(await gateway.list(), gateway);
  await show(SigningProfilesScreen, { editor, now: new Date(at) });
  await expect.element(box()).toBeVisible();
  return { gateway, editor };
}

const box = () => page.getByRole('button', { name: /^Khung chữ ký/u });
const handle = () => page.getByRole('button', { name: /^Góc kéo/u });
const saveButton = () => page.getByRole('button', { name: 'Lưu mẫu' });

async function focus(locator: { element: () => Element }): Promise<void> {
  const element = locator.element();
  if (element instanceof HTMLElement) element.focus();
}

function cornerOf(editor: ProfileEditor) {
  const placement = editor.draft?.placement;
  if (placement?.kind !== 'corner') throw new Error('not in a corner');
  return placement;
}

describe('the signing profiles of a unit', () => {
  test('say where each comes from', async () => {
    await open();

    await expect.element(page.getByText('UBND tỉnh Minh Hải An').first()).toBeVisible();
    await expect.element(page.getByText('Kế thừa', { exact: true })).toBeVisible();
    expect(page.getByText('Mặc định').elements()).toHaveLength(4);
  });

  test('are moved with the arrow keys, ten points with Shift, and back by undo', async () => {
    const { editor } = await open();
    await focus(box());

    await userEvent.keyboard('{ArrowRight}{ArrowRight}{Shift>}{ArrowRight}{/Shift}{ArrowDown}');
    expect(cornerOf(editor)).toMatchObject({ corner: 'top-left', insetX: 52, insetY: 13 });
    await expect.element(page.getByText('Chưa lưu')).toBeVisible();

    await userEvent.keyboard('{Control>}z{/Control}');
    expect(cornerOf(editor)).toMatchObject({ insetX: 40, insetY: 12 });
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    expect(cornerOf(editor)).toMatchObject({ insetX: 52, insetY: 13 });
  });

  test('change their size with the arrow keys', async () => {
    const { editor } = await open();
    await focus(handle());

    await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}{ArrowDown}{ArrowDown}');

    expect(cornerOf(editor)).toMatchObject({ width: 210, height: 32, insetX: 40, insetY: 12 });
  });

  test('are dragged with the mouse, and turn to the corner they are dropped in', async () => {
    const { editor } = await open();
    const paper = page.getByRole('figure', { name: 'Trang 1' });
    const { width } = paper.element().getBoundingClientRect();

    await userEvent.dragAndDrop(box(), paper, { targetPosition: { x: width * 0.8, y: 60 } });

    await expect.poll(() => cornerOf(editor).corner).toBe('top-right');
  });

  test('are saved as the unit’s own, and a refusal is told', async () => {
    const { gateway, editor } = await open();
    await page.getByRole('textbox', { name: 'Tên mẫu' }).fill('Quét tại Một cửa');

    gateway.refusal = new AppError('NO_PERMISSION');
    await saveButton().click();
    await expect.element(page.getByRole('alert')).toBeVisible();
    gateway.refusal = null;
    await saveButton().click();

    await expect.element(page.getByText('Đã lưu mẫu “Quét tại Một cửa”')).toBeVisible();
    expect(gateway.saved).toHaveLength(1);
    expect(editor.current?.origin).toBe('own');
    await expect.element(page.getByText('Của đơn vị')).toBeVisible();
  });

  test('cannot be saved with a fact that nobody knows', async () => {
    const { gateway } = await open();

    await page.getByLabelText('Nội dung chữ').fill('Người ký: {tenNguoiKy}');

    await expect.element(page.getByText(/^Có ô chưa đúng/u).first()).toBeVisible();
    await expect.element(saveButton()).toHaveAttribute('aria-disabled', 'true');
    expect(gateway.saved).toEqual([]);
  });

  test('show a sample while there is no image, and say so', async () => {
    await open();

    await page.getByRole('button', { name: /^Đóng dấu phát hành/u }).click();

    await expect
      .element(page.getByText('Chưa có ảnh của đơn vị: đang dùng hình mẫu.'))
      .toBeVisible();
    await expect.element(page.getByLabelText('Đường kính dấu (mm)')).toHaveValue(36);
    await expect.element(handle()).not.toBeInTheDocument();
  });

  test('take a PNG with a transparent ground and no other', async () => {
    const { gateway } = await open();
    const rows = page.getByRole('listitem').filter({ hasText: 'Con dấu: Sở Văn hóa' });
    const input = rows.element().querySelector('input');
    if (!input) throw new Error('no place for a file');

    await userEvent.upload(input, await pngFile(true));
    await expect
      .element(page.getByText('Ảnh chữ ký hoặc con dấu phải là PNG nền trong suốt.'))
      .toBeVisible();
    expect(gateway.images).toEqual([]);

    await userEvent.upload(input, await pngFile(false));
    await expect.element(page.getByText('Đã lưu ảnh của Sở Văn hóa')).toBeVisible();
    expect(gateway.images).toMatchObject([{ kind: 'seal', ownerId: 'seal' }]);
    await expect.element(page.getByText(/^Dấu không phải màu đỏ/u)).toBeVisible();
  });
});

/** A green ring: neither what the decree asks for nor opaque, unless it stands on white. */
async function pngFile(isOpaque: boolean): Promise<File> {
  const canvas = new OffscreenCanvas(300, 300);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas');
  if (isOpaque) {
    context.fillStyle = 'white';
    context.fillRect(0, 0, 300, 300);
  }
  context.strokeStyle = 'green';
  context.lineWidth = 12;
  context.beginPath();
  context.arc(150, 150, 140, 0, 2 * Math.PI);
  context.stroke();
  return new File([await canvas.convertToBlob({ type: 'image/png' })], 'dau.png', {
    type: 'image/png',
  });
}
