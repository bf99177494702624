access_keys.id text not null
access_keys.key_hash text not null
access_keys.account_id text not null
access_keys.name text not null
access_keys.scopes text not null
access_keys.ending text not null
access_keys.created_at bigint not null
access_keys.expires_at bigint not null
access_keys.used_at bigint
access_keys.used_from text
access_keys.warned_at bigint
access_keys constraint access_keys_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
access_keys constraint access_keys_key_hash_key UNIQUE (key_hash)
access_keys constraint access_keys_pkey PRIMARY KEY (id)
CREATE INDEX access_keys_by_account_id ON access_keys USING btree (account_id)
CREATE INDEX access_keys_by_expires_at ON access_keys USING btree (expires_at)
CREATE UNIQUE INDEX access_keys_key_hash_key ON access_keys USING btree (key_hash)
CREATE UNIQUE INDEX access_keys_pkey ON access_keys USING btree (id)
account_roles.account_id text not null
account_roles.role_id text not null
account_roles.granted_at bigint not null
account_roles.granted_by text
account_roles.expires_at bigint
account_roles constraint account_roles_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
account_roles constraint account_roles_pkey PRIMARY KEY (account_id, role_id)
account_roles constraint account_roles_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles(id)
CREATE INDEX account_roles_by_holder ON account_roles USING btree (role_id, account_id)
CREATE UNIQUE INDEX account_roles_pkey ON account_roles USING btree (account_id, role_id)
account_words.n integer not null
account_words.account_id text not null
account_words.created_at bigint not null
account_words.words text not null
account_words.grams ARRAY not null
account_words constraint account_words_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
account_words constraint account_words_account_id_key UNIQUE (account_id)
account_words constraint account_words_pkey PRIMARY KEY (n)
CREATE INDEX account_words_by_birth ON account_words USING btree (created_at, n)
CREATE INDEX account_words_grams ON account_words USING gin (grams) WITH (fastupdate=off)
CREATE UNIQUE INDEX account_words_account_id_key ON account_words USING btree (account_id)
CREATE UNIQUE INDEX account_words_pkey ON account_words USING btree (n)
accounts.id text not null
accounts.username text not null
accounts.username_key text not null
accounts.data text not null
accounts.data_version bigint not null
accounts.created_at bigint not null
accounts.updated_at bigint not null
accounts.last_login_at bigint
accounts.second_factor_required integer not null default 0
accounts.security_version integer not null default 1
accounts.app_roles text
accounts.attributes text
accounts.disabled_at bigint
accounts.disabled_reason text
accounts.deleted_at bigint
accounts constraint accounts_pkey PRIMARY KEY (id)
accounts constraint accounts_username_key_key UNIQUE (username_key)
CREATE INDEX accounts_by_deletion ON accounts USING btree (deleted_at) WHERE (deleted_at IS NOT NULL)
CREATE INDEX accounts_by_disabling ON accounts USING btree (disabled_at) WHERE (disabled_at IS NOT NULL)
CREATE INDEX accounts_by_login ON accounts USING btree (COALESCE(last_login_at, (0)::bigint), id COLLATE "C")
CREATE INDEX accounts_by_name ON accounts USING btree (username_key COLLATE "C")
CREATE UNIQUE INDEX accounts_pkey ON accounts USING btree (id)
CREATE UNIQUE INDEX accounts_username_key_key ON accounts USING btree (username_key)
admin_tokens.id text not null
admin_tokens.name text not null
admin_tokens.token_hash text not null
admin_tokens.permissions text not null
admin_tokens.addresses text not null
admin_tokens.made_by text not null
admin_tokens.created_at bigint not null
admin_tokens.expires_at bigint not null
admin_tokens.last_used_at bigint
admin_tokens.revoked_at bigint
admin_tokens constraint admin_tokens_made_by_fkey FOREIGN KEY (made_by) REFERENCES accounts(id) ON DELETE CASCADE
admin_tokens constraint admin_tokens_pkey PRIMARY KEY (id)
admin_tokens constraint admin_tokens_token_hash_key UNIQUE (token_hash)
CREATE INDEX admin_tokens_by_end ON admin_tokens USING btree (expires_at)
CREATE INDEX admin_tokens_by_maker ON admin_tokens USING btree (made_by)
CREATE UNIQUE INDEX admin_tokens_pkey ON admin_tokens USING btree (id)
CREATE UNIQUE INDEX admin_tokens_token_hash_key ON admin_tokens USING btree (token_hash)
app_grants.id text not null
app_grants.account_id text not null
app_grants.app_id text not null
app_grants.session_id text
app_grants.scopes text not null
app_grants.created_at bigint not null
app_grants.used_at bigint not null
app_grants.expires_at bigint not null
app_grants.revoked_at bigint
app_grants.why text
app_grants constraint app_grants_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
app_grants constraint app_grants_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps(id) ON DELETE CASCADE
app_grants constraint app_grants_pkey PRIMARY KEY (id)
CREATE INDEX app_grants_by_account ON app_grants USING btree (account_id, app_id)
CREATE INDEX app_grants_by_app ON app_grants USING btree (app_id, used_at)
CREATE INDEX app_grants_by_end ON app_grants USING btree (expires_at)
CREATE INDEX app_grants_revoked ON app_grants USING btree (revoked_at) WHERE (revoked_at IS NOT NULL)
CREATE UNIQUE INDEX app_grants_pkey ON app_grants USING btree (id)
app_records.id_hash text not null
app_records.kind text not null
app_records.grant_id text
app_records.user_code_hash text
app_records.payload text not null
app_records.expires_at bigint not null
app_records.consumed_at bigint
app_records.polled_at bigint
app_records constraint app_records_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES app_grants(id) ON DELETE CASCADE
app_records constraint app_records_pkey PRIMARY KEY (id_hash)
app_records constraint app_records_user_code_hash_key UNIQUE (user_code_hash)
CREATE INDEX app_records_by_end ON app_records USING btree (expires_at)
CREATE INDEX app_records_by_grant ON app_records USING btree (grant_id, expires_at)
CREATE UNIQUE INDEX app_records_pkey ON app_records USING btree (id_hash)
CREATE UNIQUE INDEX app_records_user_code_hash_key ON app_records USING btree (user_code_hash)
app_resources.url text not null
app_resources.name text not null
app_resources.scopes text not null
app_resources.token_seconds integer not null
app_resources.alg text not null
app_resources.created_at bigint not null
app_resources constraint app_resources_pkey PRIMARY KEY (url)
CREATE UNIQUE INDEX app_resources_pkey ON app_resources USING btree (url)
app_secrets.hash text not null
app_secrets.app_id text not null
app_secrets.created_at bigint not null
app_secrets.expires_at bigint
app_secrets constraint app_secrets_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps(id) ON DELETE CASCADE
app_secrets constraint app_secrets_pkey PRIMARY KEY (hash)
CREATE INDEX app_secrets_by_app ON app_secrets USING btree (app_id)
CREATE INDEX app_secrets_by_end ON app_secrets USING btree (expires_at)
CREATE UNIQUE INDEX app_secrets_pkey ON app_secrets USING btree (hash)
app_sessions.session_id text not null
app_sessions.app_id text not null
app_sessions.open_session_id text
app_sessions.account_id text not null
app_sessions.sid text not null
app_sessions.grant_id text not null
app_sessions.over_at bigint
app_sessions.due_at bigint not null
app_sessions.claimed_until bigint not null
app_sessions.tries integer not null
app_sessions.told_at bigint
app_sessions constraint app_sessions_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps(id) ON DELETE CASCADE
app_sessions constraint app_sessions_open_session_id_fkey FOREIGN KEY (open_session_id) REFERENCES sessions(id) ON DELETE SET NULL
app_sessions constraint app_sessions_pkey PRIMARY KEY (session_id, app_id)
CREATE INDEX app_sessions_by_app ON app_sessions USING btree (app_id)
CREATE INDEX app_sessions_by_grant ON app_sessions USING btree (grant_id)
CREATE INDEX app_sessions_by_session ON app_sessions USING btree (open_session_id, told_at)
CREATE UNIQUE INDEX app_sessions_pkey ON app_sessions USING btree (session_id, app_id)
apps.id text not null
apps.name text not null
apps.kind text not null
apps.metadata text not null
apps.first_party integer not null
apps.pkce integer not null
apps.created_by text not null
apps.created_at bigint not null
apps.disabled_at bigint
apps constraint apps_name_key UNIQUE (name)
apps constraint apps_pkey PRIMARY KEY (id)
CREATE INDEX apps_by_maker ON apps USING btree (created_by, created_at)
CREATE UNIQUE INDEX apps_name_key ON apps USING btree (name)
CREATE UNIQUE INDEX apps_pkey ON apps USING btree (id)
audit.seq bigint not null
audit.at bigint not null
audit.actor_kind text not null
audit.actor_id text
audit.act text not null
audit.target_kind text
audit.target_id text
audit.reason text
audit.detail text
audit.address text not null
audit.device text not null
audit.request_id text
audit.prev_hash text not null
audit.hash text not null
audit constraint audit_pkey PRIMARY KEY (seq)
CREATE INDEX audit_by_act ON audit USING btree (act, seq)
CREATE INDEX audit_by_actor_id ON audit USING btree (actor_id, seq)
CREATE INDEX audit_by_target_id ON audit USING btree (target_id, seq)
CREATE UNIQUE INDEX audit_pkey ON audit USING btree (seq)
audit_head.id integer not null
audit_head.seq bigint not null
audit_head.hash text not null
audit_head.mac text not null
audit_head constraint audit_head_pkey PRIMARY KEY (id)
CREATE UNIQUE INDEX audit_head_pkey ON audit_head USING btree (id)
audit_keys.last_seq bigint not null
audit_keys.sealed text
audit_keys constraint audit_keys_pkey PRIMARY KEY (last_seq)
CREATE UNIQUE INDEX audit_keys_pkey ON audit_keys USING btree (last_seq)
email_codes.subject text not null
email_codes.account_id text not null
email_codes.code_hash text not null
email_codes.tries integer not null
email_codes.expires_at bigint not null
email_codes.used_at bigint
email_codes.previous_hash text
email_codes constraint attempt_codes_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
email_codes constraint attempt_codes_pkey PRIMARY KEY (subject)
CREATE INDEX email_codes_by_account ON email_codes USING btree (account_id)
CREATE INDEX email_codes_by_end ON email_codes USING btree (expires_at)
CREATE UNIQUE INDEX attempt_codes_pkey ON email_codes USING btree (subject)
emails.id text not null
emails.account_id text not null
emails.address text not null
emails.address_key text not null
emails.verified_at bigint
emails.created_at bigint not null
emails constraint emails_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
emails constraint emails_pkey PRIMARY KEY (id)
CREATE INDEX emails_by_account ON emails USING btree (account_id)
CREATE INDEX emails_by_address ON emails USING btree (address_key)
CREATE INDEX emails_by_prefix ON emails USING btree (address_key COLLATE "C")
CREATE UNIQUE INDEX emails_one_pending ON emails USING btree (account_id) WHERE (verified_at IS NULL)
CREATE UNIQUE INDEX emails_one_verified ON emails USING btree (account_id) WHERE (verified_at IS NOT NULL)
CREATE UNIQUE INDEX emails_pkey ON emails USING btree (id)
CREATE UNIQUE INDEX emails_verified_once ON emails USING btree (address_key) WHERE (verified_at IS NOT NULL)
ended_sessions.token_hash text not null
ended_sessions.account_id text not null
ended_sessions.why text not null
ended_sessions.at bigint not null
ended_sessions.expires_at bigint not null
ended_sessions constraint ended_sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
ended_sessions constraint ended_sessions_pkey PRIMARY KEY (token_hash)
CREATE INDEX ended_sessions_by_account ON ended_sessions USING btree (account_id, at)
CREATE INDEX ended_sessions_by_end ON ended_sessions USING btree (expires_at)
CREATE UNIQUE INDEX ended_sessions_pkey ON ended_sessions USING btree (token_hash)
events.id text not null
events.at bigint not null
events.type text not null
events.account_id text
events.session_id text
events.address text not null
events.device text not null
events.detail text
events.actor text not null default 'person'::text
events constraint events_pkey PRIMARY KEY (id)
CREATE INDEX events_by_account ON events USING btree (account_id, id)
CREATE INDEX events_by_address ON events USING btree (address COLLATE "C", account_id)
CREATE INDEX events_of_nobody ON events USING btree (id) WHERE (account_id IS NULL)
CREATE UNIQUE INDEX events_pkey ON events USING btree (id)
instance.id integer not null
instance.first_admin_at bigint not null
instance constraint instance_pkey PRIMARY KEY (id)
CREATE UNIQUE INDEX instance_pkey ON instance USING btree (id)
invitations.id text not null
invitations.token_hash text not null
invitations.email text not null
invitations.email_key text not null
invitations.role_ids text not null
invitations.invited_by text
invitations.note text
invitations.created_at bigint not null
invitations.expires_at bigint not null
invitations.used_at bigint
invitations.revoked_at bigint
invitations constraint invitations_pkey PRIMARY KEY (id)
invitations constraint invitations_token_hash_key UNIQUE (token_hash)
CREATE INDEX invitations_by_end ON invitations USING btree (expires_at)
CREATE UNIQUE INDEX invitations_one_open ON invitations USING btree (email_key) WHERE ((used_at IS NULL) AND (revoked_at IS NULL))
CREATE UNIQUE INDEX invitations_pkey ON invitations USING btree (id)
CREATE UNIQUE INDEX invitations_token_hash_key ON invitations USING btree (token_hash)
limits.key text not null
limits.account_id text
limits.count bigint not null
limits.blocked_until bigint not null
limits.expires_at bigint not null
limits.told integer not null default 0
limits constraint limits_pkey PRIMARY KEY (key)
CREATE INDEX limits_by_account ON limits USING btree (account_id)
CREATE INDEX limits_by_end ON limits USING btree (expires_at)
CREATE UNIQUE INDEX limits_pkey ON limits USING btree (key)
links.token_hash text not null
links.purpose text not null
links.account_id text not null
links.address text not null
links.expires_at bigint not null
links.used_at bigint
links.mail_id text
links.sent_at bigint not null default 0
links.ended_at bigint
links.ended_by text
links.trail_id text
links constraint links_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
links constraint links_pkey PRIMARY KEY (token_hash)
CREATE INDEX links_by_account ON links USING btree (account_id, purpose)
CREATE INDEX links_by_end ON links USING btree (expires_at)
CREATE UNIQUE INDEX links_pkey ON links USING btree (token_hash)
login_attempts.id text not null
login_attempts.secret_hash text not null
login_attempts.account_id text
login_attempts.amr text not null
login_attempts.is_multi_factor integer not null
login_attempts.transport text not null
login_attempts.remember integer not null
login_attempts.expires_at bigint not null
login_attempts.used_at bigint
login_attempts.name_hash text
login_attempts constraint login_attempts_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
login_attempts constraint login_attempts_pkey PRIMARY KEY (id)
CREATE INDEX login_attempts_by_account ON login_attempts USING btree (account_id)
CREATE INDEX login_attempts_by_end ON login_attempts USING btree (expires_at)
CREATE UNIQUE INDEX login_attempts_pkey ON login_attempts USING btree (id)
migrations.name text not null
migrations.applied_at bigint not null
migrations.readable_by text
migrations constraint migrations_pkey PRIMARY KEY (name)
CREATE UNIQUE INDEX migrations_pkey ON migrations USING btree (name)
moves.role text not null
moves.move_id text not null
moves.peer text not null
moves.state text not null
moves.progress text not null
moves.at bigint not null
moves constraint moves_pkey PRIMARY KEY (role)
CREATE UNIQUE INDEX moves_pkey ON moves USING btree (role)
near_names.id text not null
near_names.hour integer not null
near_names.letters text not null
near_names.expires_at bigint not null
near_names constraint near_names_pkey PRIMARY KEY (id)
CREATE INDEX near_names_by_end ON near_names USING btree (expires_at)
CREATE UNIQUE INDEX near_names_pkey ON near_names USING btree (id)
outbox.id text not null
outbox.created_at bigint not null
outbox.due_at bigint not null
outbox.tries integer not null
outbox.claimed_until bigint not null
outbox.sent_at bigint
outbox.failed_at bigint
outbox.last_error text
outbox.account_id text
outbox.kind text not null default 'notice'::text
outbox.sealed text
outbox.kept_until bigint not null default 0
outbox.copies integer not null default 1
outbox.trail_id text
outbox.reply text
outbox constraint outbox_pkey PRIMARY KEY (id)
CREATE INDEX outbox_by_account ON outbox USING btree (account_id, id)
CREATE INDEX outbox_by_birth ON outbox USING btree (created_at)
CREATE INDEX outbox_kept ON outbox USING btree (kept_until) WHERE (sealed IS NOT NULL)
CREATE INDEX outbox_waiting ON outbox USING btree (due_at) WHERE ((sent_at IS NULL) AND (failed_at IS NULL))
CREATE UNIQUE INDEX outbox_pkey ON outbox USING btree (id)
outside_attempts.state_hash text not null
outside_attempts.trail_id text not null
outside_attempts.provider text not null
outside_attempts.browser_hash text not null
outside_attempts.next text not null
outside_attempts.purpose text not null
outside_attempts.account_id text
outside_attempts.session_id text
outside_attempts.remember integer not null
outside_attempts.expires_at bigint not null
outside_attempts.used_at bigint
outside_attempts.newcomer text
outside_attempts constraint outside_attempts_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
outside_attempts constraint outside_attempts_pkey PRIMARY KEY (state_hash)
CREATE INDEX outside_attempts_by_account_id ON outside_attempts USING btree (account_id)
CREATE INDEX outside_attempts_by_browser_hash ON outside_attempts USING btree (browser_hash)
CREATE INDEX outside_attempts_by_expires_at ON outside_attempts USING btree (expires_at)
CREATE UNIQUE INDEX outside_attempts_pkey ON outside_attempts USING btree (state_hash)
outside_identities.id text not null
outside_identities.issuer text not null
outside_identities.subject text not null
outside_identities.account_id text not null
outside_identities.provider text not null
outside_identities.label text
outside_identities.created_at bigint not null
outside_identities.seen_at bigint not null
outside_identities constraint outside_identities_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
outside_identities constraint outside_identities_once UNIQUE (issuer, subject)
outside_identities constraint outside_identities_pkey PRIMARY KEY (id)
CREATE INDEX outside_identities_by_account ON outside_identities USING btree (account_id)
CREATE UNIQUE INDEX outside_identities_once ON outside_identities USING btree (issuer, subject)
CREATE UNIQUE INDEX outside_identities_pkey ON outside_identities USING btree (id)
passkey_challenges.subject text not null
passkey_challenges.purpose text not null
passkey_challenges.challenge text not null
passkey_challenges.account_id text
passkey_challenges.expires_at bigint not null
passkey_challenges constraint passkey_challenges_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
passkey_challenges constraint passkey_challenges_key PRIMARY KEY (subject, purpose)
CREATE INDEX passkey_challenges_by_account ON passkey_challenges USING btree (account_id)
CREATE INDEX passkey_challenges_by_end ON passkey_challenges USING btree (expires_at)
CREATE UNIQUE INDEX passkey_challenges_key ON passkey_challenges USING btree (subject, purpose)
passkey_users.account_id text not null
passkey_users.user_handle text not null
passkey_users constraint passkey_users_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
passkey_users constraint passkey_users_pkey PRIMARY KEY (account_id)
passkey_users constraint passkey_users_user_handle_key UNIQUE (user_handle)
CREATE UNIQUE INDEX passkey_users_pkey ON passkey_users USING btree (account_id)
CREATE UNIQUE INDEX passkey_users_user_handle_key ON passkey_users USING btree (user_handle)
passkeys.id text not null
passkeys.account_id text not null
passkeys.credential_id text not null
passkeys.public_key text not null
passkeys.sign_count bigint not null
passkeys.uv_initialized integer not null
passkeys.transports text not null
passkeys.backup_eligible integer not null
passkeys.backup_state integer not null
passkeys.name text not null
passkeys.aaguid text not null
passkeys.created_at bigint not null
passkeys.last_used_at bigint
passkeys constraint passkeys_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
passkeys constraint passkeys_credential_id_key UNIQUE (credential_id)
passkeys constraint passkeys_pkey PRIMARY KEY (id)
CREATE INDEX passkeys_by_account ON passkeys USING btree (account_id)
CREATE UNIQUE INDEX passkeys_credential_id_key ON passkeys USING btree (credential_id)
CREATE UNIQUE INDEX passkeys_pkey ON passkeys USING btree (id)
password_costs.recipe text not null
password_costs.parameters text not null
password_costs.count bigint not null
password_costs constraint password_costs_pkey PRIMARY KEY (recipe, parameters)
CREATE UNIQUE INDEX password_costs_pkey ON password_costs USING btree (recipe, parameters)
passwords.account_id text not null
passwords.hash text not null
passwords.wraps text
passwords.pepper text not null
passwords.weak integer not null
passwords.version integer not null
passwords.changed_at bigint not null
passwords constraint passwords_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
passwords constraint passwords_pkey PRIMARY KEY (account_id)
CREATE UNIQUE INDEX passwords_pkey ON passwords USING btree (account_id)
recovery_codes.account_id text not null
recovery_codes.place integer not null
recovery_codes.code_hash text not null
recovery_codes.used_at bigint
recovery_codes.created_at bigint not null
recovery_codes constraint recovery_codes_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
recovery_codes constraint recovery_codes_pkey PRIMARY KEY (account_id, place)
CREATE UNIQUE INDEX recovery_codes_pkey ON recovery_codes USING btree (account_id, place)
removed_passkeys.credential_hash text not null
removed_passkeys.account_id text not null
removed_passkeys.name text not null
removed_passkeys.removed_at bigint not null
removed_passkeys.expires_at bigint not null
removed_passkeys constraint removed_passkeys_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
removed_passkeys constraint removed_passkeys_pkey PRIMARY KEY (credential_hash)
CREATE INDEX removed_passkeys_by_account ON removed_passkeys USING btree (account_id)
CREATE INDEX removed_passkeys_by_end ON removed_passkeys USING btree (expires_at)
CREATE UNIQUE INDEX removed_passkeys_pkey ON removed_passkeys USING btree (credential_hash)
roles.id text not null
roles.name text not null
roles.kind text not null
roles.permissions text not null
roles.built_in integer not null
roles.created_at bigint not null
roles.updated_at bigint not null
roles constraint roles_name_key UNIQUE (name)
roles constraint roles_pkey PRIMARY KEY (id)
CREATE UNIQUE INDEX roles_name_key ON roles USING btree (name)
CREATE UNIQUE INDEX roles_pkey ON roles USING btree (id)
search_state.name text not null
search_state.value text not null
search_state constraint search_state_pkey PRIMARY KEY (name)
CREATE UNIQUE INDEX search_state_pkey ON search_state USING btree (name)
secret_checks.name text not null
secret_checks.value text not null
secret_checks constraint secret_checks_pkey PRIMARY KEY (name)
CREATE UNIQUE INDEX secret_checks_pkey ON secret_checks USING btree (name)
sessions.id text not null
sessions.token_hash text not null
sessions.account_id text not null
sessions.transport text not null
sessions.remember integer not null
sessions.created_at bigint not null
sessions.last_seen_at bigint not null
sessions.idle_expires_at bigint not null
sessions.expires_at bigint not null
sessions.address text not null
sessions.device text not null
sessions.amr text not null default '["pwd"]'::text
sessions.aal integer not null default 1
sessions.auth_time bigint not null default 0
sessions.second_auth_time bigint
sessions.trail_id text
sessions.unused integer not null default 0
sessions.admin_seen_at bigint
sessions.actor_id text
sessions.actor_session_id text
sessions constraint sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
sessions constraint sessions_pkey PRIMARY KEY (id)
sessions constraint sessions_token_hash_key UNIQUE (token_hash)
CREATE INDEX sessions_by_account ON sessions USING btree (account_id)
CREATE INDEX sessions_by_idle_end ON sessions USING btree (idle_expires_at)
CREATE UNIQUE INDEX sessions_pkey ON sessions USING btree (id)
CREATE UNIQUE INDEX sessions_token_hash_key ON sessions USING btree (token_hash)
signing_keys.kid text not null
signing_keys.alg text not null
signing_keys.sealed text not null
signing_keys.created_at bigint not null
signing_keys.signs_from bigint not null
signing_keys.signs_until bigint
signing_keys.published_until bigint
signing_keys constraint signing_keys_pkey PRIMARY KEY (kid)
CREATE INDEX signing_keys_by_end ON signing_keys USING btree (published_until)
CREATE UNIQUE INDEX signing_keys_pkey ON signing_keys USING btree (kid)
spent_challenges.id text not null
spent_challenges.expires_at bigint not null
spent_challenges constraint spent_challenges_pkey PRIMARY KEY (id)
CREATE INDEX spent_challenges_by_end ON spent_challenges USING btree (expires_at)
CREATE UNIQUE INDEX spent_challenges_pkey ON spent_challenges USING btree (id)
statistics.hour integer not null
statistics.name text not null
statistics.count bigint not null
statistics constraint statistics_key PRIMARY KEY (hour, name)
CREATE UNIQUE INDEX statistics_key ON statistics USING btree (hour, name)
statistics_writers.id text not null
statistics_writers.batch integer not null
statistics_writers.written_at bigint not null
statistics_writers constraint statistics_writers_pkey PRIMARY KEY (id)
CREATE INDEX statistics_writers_by_time ON statistics_writers USING btree (written_at)
CREATE UNIQUE INDEX statistics_writers_pkey ON statistics_writers USING btree (id)
totp.account_id text not null
totp.secret text not null
totp.confirmed_at bigint
totp.last_step bigint not null
totp.tries integer not null
totp.created_at bigint not null
totp.subject text
totp constraint totp_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
totp constraint totp_pkey PRIMARY KEY (account_id)
CREATE UNIQUE INDEX totp_pkey ON totp USING btree (account_id)
trail_parts.id text not null
trail_parts.trail_id text not null
trail_parts.kind text not null
trail_parts.account_id text
trail_parts.at bigint not null
trail_parts.outcome text not null
trail_parts.steps text not null
trail_parts constraint trail_parts_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
trail_parts constraint trail_parts_pkey PRIMARY KEY (id)
CREATE INDEX trail_parts_by_account ON trail_parts USING btree (account_id, id)
CREATE INDEX trail_parts_by_time ON trail_parts USING btree (at)
CREATE INDEX trail_parts_by_trail ON trail_parts USING btree (trail_id)
CREATE UNIQUE INDEX trail_parts_pkey ON trail_parts USING btree (id)
unsealed_mails.id text not null
unsealed_mails.recipient text not null
unsealed_mails.subject text not null
unsealed_mails.text text not null
unsealed_mails.html text not null
unsealed_mails constraint unsealed_mails_pkey PRIMARY KEY (id)
CREATE UNIQUE INDEX unsealed_mails_pkey ON unsealed_mails USING btree (id)
username_lookalikes.lookalike text not null
username_lookalikes.account_id text not null
username_lookalikes constraint username_lookalikes_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
username_lookalikes constraint username_lookalikes_pkey PRIMARY KEY (lookalike, account_id)
CREATE INDEX username_lookalikes_by_account ON username_lookalikes USING btree (account_id)
CREATE UNIQUE INDEX username_lookalikes_pkey ON username_lookalikes USING btree (lookalike, account_id)
