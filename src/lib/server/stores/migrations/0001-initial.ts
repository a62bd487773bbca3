/** Identity, organization, catalogue, inventory, documents, audit, counters, outbox. */
export const initial = `
CREATE TABLE administrative_level (
  id text PRIMARY KEY,
  name text NOT NULL,
  ordinal integer NOT NULL UNIQUE
);

CREATE TABLE agency (
  id uuid PRIMARY KEY,
  level_id text NOT NULL REFERENCES administrative_level,
  name text NOT NULL,
  name_folded text NOT NULL UNIQUE,
  notation text NOT NULL,
  code text
);

-- path: 'so-vhttdl/phong-van-hoa/', always with a closing slash; scope is a prefix of it.
CREATE TABLE org_unit (
  id uuid PRIMARY KEY,
  agency_id uuid NOT NULL REFERENCES agency,
  level_id text NOT NULL REFERENCES administrative_level,
  name text NOT NULL,
  path text NOT NULL UNIQUE CHECK (path ~ '^([a-z0-9-]+/)+$')
);
CREATE INDEX org_unit_path ON org_unit (path text_pattern_ops);

-- The four tables of the sign-in library, and its rate limits.
CREATE TABLE account (
  id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  username text NOT NULL UNIQUE,
  display_username text,
  role text NOT NULL CHECK (role IN ('official', 'leader', 'clerk', 'supervisor', 'administrator')),
  org_unit_id uuid NOT NULL REFERENCES org_unit,
  is_locked boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX account_org_unit ON account (org_unit_id);

CREATE TABLE web_session (
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  token text NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL,
  ip_address text,
  user_agent text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX web_session_user ON web_session (user_id, created_at DESC);

CREATE TABLE credential (
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (provider_id, account_id)
);
CREATE INDEX credential_user ON credential (user_id);

CREATE TABLE auth_verification (
  id text PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX auth_verification_identifier ON auth_verification (identifier);

CREATE TABLE rate_limit (
  id text PRIMARY KEY,
  key text NOT NULL UNIQUE,
  count integer NOT NULL,
  last_request bigint NOT NULL
);

CREATE TABLE procedure (
  id uuid PRIMARY KEY,
  code text UNIQUE,
  name text NOT NULL,
  field text NOT NULL,
  result_kind text NOT NULL,
  source_note text NOT NULL
);

CREATE TABLE target (
  level_id text NOT NULL REFERENCES administrative_level,
  year integer NOT NULL CHECK (year BETWEEN 2000 AND 2200),
  percent numeric(5, 2) NOT NULL CHECK (percent BETWEEN 0 AND 100),
  source_note text NOT NULL,
  PRIMARY KEY (level_id, year)
);

CREATE TABLE inventory_item (
  id uuid PRIMARY KEY,
  org_unit_id uuid NOT NULL REFERENCES org_unit,
  procedure_id uuid NOT NULL REFERENCES procedure,
  number_notation text NOT NULL,
  number_folded text NOT NULL,
  issued_on date NOT NULL,
  owner_name text NOT NULL,
  owner_folded text NOT NULL,
  owner_identifier text NOT NULL,
  dossier_code text NOT NULL,
  state text NOT NULL CHECK (state IN ('due', 'digitized', 'exempt')),
  exempt_reason text,
  digitized_at timestamptz,
  searchable tsvector NOT NULL,
  CHECK ((state = 'exempt') = (exempt_reason IS NOT NULL)),
  CHECK ((state = 'digitized') = (digitized_at IS NOT NULL))
);
CREATE INDEX inventory_item_unit ON inventory_item (org_unit_id, procedure_id, state, issued_on DESC, id);
CREATE INDEX inventory_item_newest ON inventory_item (issued_on DESC, id);
CREATE INDEX inventory_item_number ON inventory_item (number_folded text_pattern_ops);
CREATE INDEX inventory_item_identifier ON inventory_item (owner_identifier) WHERE owner_identifier <> '';
CREATE INDEX inventory_item_dossier ON inventory_item (dossier_code) WHERE dossier_code <> '';
CREATE INDEX inventory_item_words ON inventory_item USING gin (searchable);

CREATE TABLE result_document (
  id uuid PRIMARY KEY,
  org_unit_id uuid NOT NULL REFERENCES org_unit,
  procedure_id uuid NOT NULL REFERENCES procedure,
  inventory_item_id uuid REFERENCES inventory_item,
  kind text NOT NULL CHECK (kind IN ('scanned', 'as-is', 'prior')),
  state text NOT NULL CHECK (state IN ('announced', 'received', 'stored')),
  file_name text NOT NULL,
  sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint,
  page_count integer NOT NULL,
  metadata jsonb NOT NULL,
  recognized jsonb NOT NULL,
  full_text text NOT NULL,
  number_folded text NOT NULL,
  agency_folded text NOT NULL,
  owner_folded text NOT NULL,
  owner_identifier text NOT NULL,
  issued_on date,
  searchable tsvector NOT NULL,
  searchable_exact tsvector NOT NULL,
  duplicate_reason text,
  announced_by text NOT NULL REFERENCES account,
  announced_at timestamptz NOT NULL,
  received_at timestamptz,
  stored_at timestamptz,
  code text,
  receipt jsonb,
  audit_hash text,
  CHECK ((kind = 'prior') = (sha256 IS NULL)),
  CHECK ((state = 'stored') = (stored_at IS NOT NULL)),
  CHECK ((state = 'stored') = (code IS NOT NULL)),
  CHECK (state <> 'stored' OR (receipt IS NOT NULL AND audit_hash IS NOT NULL) OR kind = 'prior')
);
CREATE INDEX result_document_newest ON result_document (announced_at DESC, id DESC);
CREATE INDEX result_document_unit ON result_document (org_unit_id, announced_at DESC, id DESC);
CREATE INDEX result_document_procedure ON result_document (procedure_id, announced_at DESC, id DESC);
CREATE INDEX result_document_unfinished ON result_document (announced_at) WHERE state <> 'stored';
CREATE INDEX result_document_number ON result_document (number_folded text_pattern_ops, agency_folded);
CREATE INDEX result_document_identifier ON result_document (owner_identifier) WHERE owner_identifier <> '';
CREATE INDEX result_document_sha256 ON result_document (sha256);
CREATE INDEX result_document_code ON result_document (code);
CREATE INDEX result_document_audit ON result_document (audit_hash) WHERE audit_hash IS NOT NULL;
CREATE INDEX result_document_words ON result_document USING gin (searchable);
-- One inventory item is digitized by one stored document at most.
CREATE UNIQUE INDEX result_document_inventory ON result_document (inventory_item_id) WHERE state = 'stored';

CREATE TABLE document_source (
  document_id uuid NOT NULL REFERENCES result_document ON DELETE CASCADE,
  position integer NOT NULL,
  sha256 text NOT NULL,
  PRIMARY KEY (document_id, position)
);
CREATE INDEX document_source_sha256 ON document_source (sha256);

CREATE TABLE upload (
  document_id uuid PRIMARY KEY REFERENCES result_document ON DELETE CASCADE,
  size_bytes bigint NOT NULL,
  created_at timestamptz NOT NULL,
  completed_at timestamptz
);

CREATE TABLE digitization_counter (
  org_unit_id uuid NOT NULL REFERENCES org_unit,
  procedure_id uuid NOT NULL REFERENCES procedure,
  due bigint NOT NULL DEFAULT 0 CHECK (due >= 0),
  digitized bigint NOT NULL DEFAULT 0 CHECK (digitized >= 0),
  exempt bigint NOT NULL DEFAULT 0 CHECK (exempt >= 0),
  PRIMARY KEY (org_unit_id, procedure_id)
);

CREATE TABLE audit_entry (
  sequence bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  action text NOT NULL,
  actor_id text,
  actor_name text NOT NULL,
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  details jsonb NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL UNIQUE
);
CREATE INDEX audit_entry_subject ON audit_entry (subject_id, sequence);
CREATE INDEX audit_entry_action ON audit_entry (action, sequence);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_entry is append-only';
END
$$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  subject_id text NOT NULL,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  delivered_at timestamptz
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE delivered_at IS NULL;

CREATE TABLE loaded_data (
  name text PRIMARY KEY,
  loaded_at timestamptz NOT NULL
);
`;
