/** Versions of stored documents, signing profiles of org units, images of signatures and seals. */
export const versionsAndProfiles = `
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;

-- Every version holds the bytes of the one before it, unchanged, and something appended.
CREATE TABLE document_version (
  document_id uuid NOT NULL REFERENCES result_document,
  ordinal integer NOT NULL CHECK (ordinal >= 1),
  what text NOT NULL CHECK (what IN ('original', 'signature', 'extension')),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  base_sha256 text CHECK (base_sha256 ~ '^[0-9a-f]{64}$'),
  profile_kind text CHECK (profile_kind IN ('scan', 'copy', 'approve', 'issue', 'appendix')),
  copy_form text CHECK (copy_form IN ('true-copy', 'copy-of-copy', 'extract')),
  signer_name text,
  certificate_sha256 text,
  -- The lowest of its signatures; null: one of them is older than PAdES.
  level text CHECK (level IN ('B-B', 'B-T', 'B-LT', 'B-LTA')),
  signatures jsonb NOT NULL,
  bridge_receipt jsonb,
  actor_id text REFERENCES account,
  at timestamptz NOT NULL,
  PRIMARY KEY (document_id, ordinal),
  UNIQUE (document_id, sha256),
  CHECK ((ordinal = 1) = (what = 'original')),
  CHECK ((what = 'original') = (base_sha256 IS NULL)),
  CHECK ((what = 'signature') = (profile_kind IS NOT NULL)),
  CHECK (copy_form IS NULL OR profile_kind = 'copy')
);
CREATE TRIGGER document_version_append_only BEFORE UPDATE OR DELETE ON document_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER document_version_no_truncate BEFORE TRUNCATE ON document_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

INSERT INTO document_version (document_id, ordinal, what, sha256, size_bytes, signatures, actor_id, at)
SELECT id, 1, 'original', sha256, size_bytes, receipt->'signatures', announced_by, stored_at
FROM result_document WHERE state = 'stored' AND kind <> 'prior';

-- What lists ask of the current version stands with the document.
ALTER TABLE result_document
  ADD COLUMN current_version integer,
  ADD COLUMN signature_level text,
  ADD COLUMN is_certified boolean NOT NULL DEFAULT false,
  ADD FOREIGN KEY (id, current_version) REFERENCES document_version;
UPDATE result_document SET current_version = 1 WHERE state = 'stored' AND kind <> 'prior';
ALTER TABLE result_document
  ADD CHECK ((state = 'stored' AND kind <> 'prior') = (current_version IS NOT NULL));
CREATE INDEX result_document_certifying ON result_document (is_certified, stored_at DESC, id DESC)
  WHERE current_version IS NOT NULL;

-- The newest row of a unit and kind counts; without a profile the unit inherits again.
CREATE TABLE signing_profile (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_unit_id uuid NOT NULL REFERENCES org_unit,
  kind text NOT NULL CHECK (kind IN ('scan', 'copy', 'approve', 'issue', 'appendix')),
  profile jsonb,
  changed_by text NOT NULL REFERENCES account,
  changed_at timestamptz NOT NULL
);
CREATE INDEX signing_profile_newest ON signing_profile (org_unit_id, kind, id DESC);
CREATE TRIGGER signing_profile_append_only BEFORE UPDATE OR DELETE ON signing_profile
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The newest row of an owner counts; without bytes the image was taken away.
CREATE TABLE signing_image (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('signature', 'seal')),
  org_unit_id uuid NOT NULL REFERENCES org_unit,
  person_id text REFERENCES account,
  sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes integer,
  width_px integer,
  height_px integer,
  changed_by text NOT NULL REFERENCES account,
  changed_at timestamptz NOT NULL,
  CHECK ((kind = 'signature') = (person_id IS NOT NULL)),
  CHECK ((sha256 IS NULL) = (size_bytes IS NULL))
);
CREATE INDEX signing_image_seal ON signing_image (org_unit_id, id DESC) WHERE kind = 'seal';
CREATE INDEX signing_image_signature ON signing_image (person_id, id DESC) WHERE kind = 'signature';
CREATE TRIGGER signing_image_append_only BEFORE UPDATE OR DELETE ON signing_image
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
`;
