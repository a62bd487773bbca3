import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import {
  signingProfileKinds,
  type SigningProfile,
  type SigningProfileKind,
} from '#lib/domain/signing-profile.ts';
import {
  SigningProfileSchema,
  type EffectiveProfile,
  type SigningImage,
  type SigningProfileList,
} from '#lib/protocol/signing-profiles.ts';
import type { ImageAddress, SigningProfileGateway } from './profile-gateway.ts';

/** Changes closer together than this are one step back: typing, or holding an arrow key. */
const ONE_STEP_MS = 600;

type History = { past: SigningProfile[]; future: SigningProfile[] };

/** The five profiles of a unit while somebody edits them; each has its draft and its steps back. */
export class ProfileEditor {
  readonly #gateway: SigningProfileGateway;
  readonly #now: () => number;
  #list = $state.raw<SigningProfileList>({
    orgUnit: { id: '', name: '' },
    profiles: [],
    images: [],
  });
  #drafts = $state.raw<Partial<Record<SigningProfileKind, SigningProfile>>>({});
  #histories = $state.raw<Partial<Record<SigningProfileKind, History>>>({});
  #lastChange: { kind: SigningProfileKind; what: string; at: number } | null = null;
  kind = $state<SigningProfileKind>('scan');
  isSaving = $state(false);

  constructor(list: SigningProfileList, gateway: SigningProfileGateway, now = Date.now) {
    this.#list = list;
    this.#gateway = gateway;
    this.#now = now;
  }

  get orgUnit(): SigningProfileList['orgUnit'] {
    return this.#list.orgUnit;
  }

  get images(): readonly SigningImage[] {
    return this.#list.images;
  }

  /** In the order in which a paper meets them. */
  get profiles(): readonly EffectiveProfile[] {
    return signingProfileKinds.flatMap((kind) => this.#effective(kind) ?? []);
  }

  get draft(): SigningProfile | null {
    return this.draftOf(this.kind);
  }

  get current(): EffectiveProfile | null {
    return this.#effective(this.kind);
  }

  get isValid(): boolean {
    return this.draft !== null && v.is(SigningProfileSchema, withoutEmptyLines(this.draft));
  }

  get canUndo(): boolean {
    return (this.#histories[this.kind]?.past.length ?? 0) > 0;
  }

  get canRedo(): boolean {
    return (this.#histories[this.kind]?.future.length ?? 0) > 0;
  }

  draftOf(kind: SigningProfileKind): SigningProfile | null {
    return this.#drafts[kind] ?? this.#effective(kind)?.profile ?? null;
  }

  isChanged(kind: SigningProfileKind): boolean {
    const saved = this.#effective(kind)?.profile;
    return JSON.stringify(this.draftOf(kind)) !== JSON.stringify(saved);
  }

  /** `what` names the field: quick changes of the same one are undone together. */
  change(what: string, changes: Partial<SigningProfile>): void {
    const { draft, kind } = this;
    if (!draft) return;
    const at = this.#now();
    const last = this.#lastChange;
    const isSameStep =
      last !== null && last.kind === kind && last.what === what && at - last.at < ONE_STEP_MS;
    const past = this.#histories[kind]?.past ?? [];
    this.#put(
      kind,
      { ...draft, ...changes },
      { past: isSameStep ? past : [...past, draft], future: [] },
    );
    this.#lastChange = { kind, what, at };
  }

  undo(): void {
    const { draft, kind } = this;
    const { past = [], future = [] } = this.#histories[kind] ?? {};
    const before = past.at(-1);
    if (!draft || !before) return;
    this.#put(kind, before, { past: past.slice(0, -1), future: [draft, ...future] });
  }

  redo(): void {
    const { draft, kind } = this;
    const { past = [], future = [] } = this.#histories[kind] ?? {};
    const [after, ...rest] = future;
    if (!draft || !after) return;
    this.#put(kind, after, { past: [...past, draft], future: rest });
  }

  /** Back to what was saved; a step that can be undone. */
  discard(): void {
    const saved = this.current?.profile;
    if (saved) this.change('discard', saved);
  }

  /** Errors: `INVALID_INPUT` and what the gateway answers. */
  async save(): Promise<EffectiveProfile> {
    const { draft } = this;
    const parsed = v.safeParse(SigningProfileSchema, draft && withoutEmptyLines(draft));
    if (!parsed.success) throw new AppError('INVALID_INPUT');
    return this.#busy(async () => this.#keep(await this.#gateway.save(parsed.output)));
  }

  /** Puts the unit's own profile away. Answers what it was, so that it can be brought back. */
  async reset(): Promise<SigningProfile | null> {
    const before = this.current?.profile ?? null;
    await this.#busy(async () => this.#keep(await this.#gateway.reset(this.kind)));
    return before;
  }

  /** A profile that was put away is the unit's own again. */
  async bringBack(profile: SigningProfile): Promise<void> {
    await this.#busy(async () => this.#keep(await this.#gateway.save(profile)));
  }

  async saveImage(address: ImageAddress, png: Uint8Array<ArrayBuffer>): Promise<SigningImage> {
    const saved = await this.#gateway.saveImage(address, png);
    const isSame = (image: SigningImage) =>
      image.kind === saved.kind && image.ownerId === saved.ownerId;
    const images = this.#list.images.map((image) => (isSame(image) ? saved : image));
    this.#list = { ...this.#list, images };
    return saved;
  }

  readImage(address: ImageAddress): Promise<Uint8Array<ArrayBuffer>> {
    return this.#gateway.image(address);
  }

  #effective(kind: SigningProfileKind): EffectiveProfile | null {
    return this.#list.profiles.find(({ profile }) => profile.kind === kind) ?? null;
  }

  #put(kind: SigningProfileKind, draft: SigningProfile, history: History): void {
    this.#drafts = { ...this.#drafts, [kind]: draft };
    this.#histories = { ...this.#histories, [kind]: history };
    this.#lastChange = null;
  }

  /** What was saved is the state to compare with; the steps back stay. */
  #keep(saved: EffectiveProfile): EffectiveProfile {
    const { kind } = saved.profile;
    const profiles = this.#list.profiles.map((one) => (one.profile.kind === kind ? saved : one));
    this.#list = { ...this.#list, profiles };
    this.#drafts = { ...this.#drafts, [kind]: saved.profile };
    this.#lastChange = null;
    return saved;
  }

  async #busy<Answer>(deed: () => Promise<Answer>): Promise<Answer> {
    this.isSaving = true;
    try {
      return await deed();
    } finally {
      this.isSaving = false;
    }
  }
}

/** Empty lines are how people type, not what stands on the paper. */
function withoutEmptyLines(profile: SigningProfile): SigningProfile {
  const { text } = profile;
  if (!text) return profile;
  return { ...profile, text: { ...text, lines: text.lines.filter((line) => line.trim() !== '') } };
}
