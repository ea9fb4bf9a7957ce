"""The tables of the room as they were when migrations were last made one."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import essaim.foundations.audit_trail.operations
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

# The table of the shared cache: attempts to sign in are counted over every process and machine.
# Unlogged: what it holds lives for minutes, and may be lost with the server.
CREATE = """
    CREATE UNLOGGED TABLE essaim_cache (
        cache_key varchar(255) PRIMARY KEY,
        value text NOT NULL,
        expires timestamp with time zone NOT NULL
    );
    CREATE INDEX essaim_cache_expires ON essaim_cache (expires);
"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_people_leave_and_are_invited'),
        ('accounts', '0003_shared_cache'),
        ('accounts', '0004_account_is_dated_by_its_service'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.RunSQL(CREATE, reverse_sql="DROP TABLE essaim_cache"),
        essaim.foundations.audit_trail.operations.CreateTogether(
            models=[
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                        ('full_name', models.CharField(max_length=200, verbose_name='name')),
                        ('job_title', models.CharField(blank=True, max_length=200, verbose_name='job title')),
                        ('language', models.CharField(choices=[('fr', 'Français'), ('en', 'English')], default='fr', max_length=2, verbose_name='language')),
                        ('kind', models.CharField(choices=[('administrator', 'Administrator'), ('officer', 'Officer'), ('elected_official', 'Elected official'), ('commune_referent', 'Commune referent'), ('body_member', 'Member of a body'), ('organization_member', 'Member of an organization'), ('evaluator', 'Evaluator'), ('support', 'Support')], max_length=30, verbose_name='role')),
                        ('scope_kind', models.CharField(choices=[('authority', 'Authority'), ('commune', 'Commune'), ('organization', 'Organization'), ('body', 'Body')], max_length=20, verbose_name='scope')),
                        ('scope_code', models.CharField(max_length=60, verbose_name='scope code')),
                        ('role_ends_on', models.DateField(blank=True, null=True, verbose_name='role until (excluded)')),
                        ('state', models.CharField(choices=[('pending', 'Pending'), ('accepted', 'Accepted'), ('withdrawn', 'Withdrawn')], default='pending', max_length=20, verbose_name='state')),
                        ('token_digest', models.CharField(max_length=64, unique=True)),
                        ('sent_at', models.DateTimeField(verbose_name='sent')),
                        ('expires_at', models.DateTimeField(verbose_name='good until')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted or withdrawn')),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                    ],
                    options={
                        'verbose_name': 'invitation',
                        'verbose_name_plural': 'invitations',
                        'ordering': ['-sent_at', '-pk'],
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('state', 'pending')), name='one_pending_invitation_per_address', violation_error_message='This address already has an invitation that waits for an answer.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'administrator'), ('scope_kind', 'authority')), models.Q(('kind', 'officer'), ('scope_kind', 'authority')), models.Q(('kind', 'elected_official'), ('scope_kind', 'authority')), models.Q(('kind', 'commune_referent'), ('scope_kind', 'commune')), models.Q(('kind', 'body_member'), ('scope_kind', 'body')), models.Q(('kind', 'organization_member'), ('scope_kind', 'organization')), models.Q(('kind', 'evaluator'), ('scope_kind', 'authority')), models.Q(('kind', 'support'), ('scope_kind', 'authority')), _connector='OR'), name='invitation_has_the_scope_of_its_role', violation_error_message='This role is not held for that kind of scope.'), models.CheckConstraint(condition=models.Q(models.Q(('scope_code__regex', '^\\d{9}$'), ('scope_kind', 'authority')), models.Q(('scope_code__regex', '^(?:\\d{2}|2[AB])\\d{3}$'), ('scope_kind', 'commune')), ('scope_kind__in', ['organization', 'body']), _connector='OR'), name='invitation_scope_code_is_of_its_form', violation_error_message='The code is not one of that kind of scope.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'pending')), models.Q(('ended_at__isnull', False), ('state__in', ['accepted', 'withdrawn'])), _connector='OR'), name='ended_invitation_has_its_moment_and_no_other'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('state', 'accepted')), models.Q(('person__isnull', True), ('state__in', ['pending', 'withdrawn'])), _connector='OR'), name='accepted_invitation_names_the_person'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('sent_at'))), name='invitation_expires_after_it_is_sent')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_invitationevent" ("ended_at", "expires_at", "id", "invited_by_id", "kind", "language", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_ends_on", "scope_code", "scope_kind", "sent_at", "state") VALUES (NEW."ended_at", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."kind", NEW."language", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role_ends_on", NEW."scope_code", NEW."scope_kind", NEW."sent_at", NEW."state"); RETURN NULL;', hash='a455e485d1251f310331b941f91022e8efa803ea', operation='INSERT', pgid='pgtrigger_insert_insert_8c354', table='accounts_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invited_by_id" IS DISTINCT FROM (NEW."invited_by_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."role_ends_on" IS DISTINCT FROM (NEW."role_ends_on") OR OLD."scope_code" IS DISTINCT FROM (NEW."scope_code") OR OLD."scope_kind" IS DISTINCT FROM (NEW."scope_kind") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "accounts_invitationevent" ("ended_at", "expires_at", "id", "invited_by_id", "kind", "language", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_ends_on", "scope_code", "scope_kind", "sent_at", "state") VALUES (NEW."ended_at", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."kind", NEW."language", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role_ends_on", NEW."scope_code", NEW."scope_kind", NEW."sent_at", NEW."state"); RETURN NULL;', hash='34ef46e31e69783dde2234b3d1421f0f4a1c2df7', operation='UPDATE', pgid='pgtrigger_update_update_4e12d', table='accounts_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_invitationevent" ("ended_at", "expires_at", "id", "invited_by_id", "kind", "language", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_ends_on", "scope_code", "scope_kind", "sent_at", "state") VALUES (OLD."ended_at", OLD."expires_at", OLD."id", OLD."invited_by_id", OLD."kind", OLD."language", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role_ends_on", OLD."scope_code", OLD."scope_kind", OLD."sent_at", OLD."state"); RETURN NULL;', hash='c774734d81616d0d78ef84d36dbb4a07f846f4a0', operation='DELETE', pgid='pgtrigger_delete_delete_f2c14', table='accounts_invitation', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='InvitationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('language', models.CharField(choices=[('fr', 'Français'), ('en', 'English')], default='fr', max_length=2, verbose_name='language')),
                        ('kind', models.CharField(choices=[('administrator', 'Administrator'), ('officer', 'Officer'), ('elected_official', 'Elected official'), ('commune_referent', 'Commune referent'), ('body_member', 'Member of a body'), ('organization_member', 'Member of an organization'), ('evaluator', 'Evaluator'), ('support', 'Support')], max_length=30, verbose_name='role')),
                        ('scope_kind', models.CharField(choices=[('authority', 'Authority'), ('commune', 'Commune'), ('organization', 'Organization'), ('body', 'Body')], max_length=20, verbose_name='scope')),
                        ('scope_code', models.CharField(max_length=60, verbose_name='scope code')),
                        ('role_ends_on', models.DateField(blank=True, null=True, verbose_name='role until (excluded)')),
                        ('state', models.CharField(choices=[('pending', 'Pending'), ('accepted', 'Accepted'), ('withdrawn', 'Withdrawn')], default='pending', max_length=20, verbose_name='state')),
                        ('sent_at', models.DateTimeField(verbose_name='sent')),
                        ('expires_at', models.DateTimeField(verbose_name='good until')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted or withdrawn')),
                        ('invited_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                        ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.invitation')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [],
                        'constraints': [],
                        'triggers': [pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='03efa18c1a5716bb98545e0d4c031e7294508547', operation='INSERT', pgid='pgtrigger_seal_d815c', table='accounts_invitationevent', when='AFTER')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='daf23d962af867f3cb4eedb3f026a1b651002cd3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b4566', table='accounts_invitationevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='RoleGrant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('administrator', 'Administrator'), ('officer', 'Officer'), ('elected_official', 'Elected official'), ('commune_referent', 'Commune referent'), ('body_member', 'Member of a body'), ('organization_member', 'Member of an organization'), ('evaluator', 'Evaluator'), ('support', 'Support')], max_length=30, verbose_name='role')),
                        ('scope_kind', models.CharField(choices=[('authority', 'Authority'), ('commune', 'Commune'), ('organization', 'Organization'), ('body', 'Body')], max_length=20, verbose_name='scope')),
                        ('scope_code', models.CharField(help_text='SIREN, INSEE code or key of a body', max_length=60, verbose_name='scope code')),
                        ('starts_on', models.DateField(verbose_name='from')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='until (excluded)')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'role',
                        'verbose_name_plural': 'roles',
                        'ordering': ['person', 'kind', 'scope_code', 'starts_on'],
                        'indexes': [],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='role_does_not_end_before_it_starts', violation_error_message='A role cannot end before it starts.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'administrator'), ('scope_kind', 'authority')), models.Q(('kind', 'officer'), ('scope_kind', 'authority')), models.Q(('kind', 'elected_official'), ('scope_kind', 'authority')), models.Q(('kind', 'commune_referent'), ('scope_kind', 'commune')), models.Q(('kind', 'body_member'), ('scope_kind', 'body')), models.Q(('kind', 'organization_member'), ('scope_kind', 'organization')), models.Q(('kind', 'evaluator'), ('scope_kind', 'authority')), models.Q(('kind', 'support'), ('scope_kind', 'authority')), _connector='OR'), name='role_has_the_scope_of_its_kind', violation_error_message='This role is not held for that kind of scope.'), models.CheckConstraint(condition=models.Q(models.Q(('scope_code__regex', '^\\d{9}$'), ('scope_kind', 'authority')), models.Q(('scope_code__regex', '^(?:\\d{2}|2[AB])\\d{3}$'), ('scope_kind', 'commune')), ('scope_kind__in', ['organization', 'body']), _connector='OR'), name='scope_code_is_of_its_form', violation_error_message='The code is not one of that kind of scope.')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_rolegrantevent" ("ends_on", "id", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "scope_code", "scope_kind", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."scope_code", NEW."scope_kind", NEW."starts_on"); RETURN NULL;', hash='f7df62753d637bd3889025447c596c1643870b2a', operation='INSERT', pgid='pgtrigger_insert_insert_77ca7', table='accounts_rolegrant', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_rolegrantevent" ("ends_on", "id", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "scope_code", "scope_kind", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."scope_code", NEW."scope_kind", NEW."starts_on"); RETURN NULL;', hash='d521a34f677f3d49b33a20bccf04d1bff9fb3681', operation='UPDATE', pgid='pgtrigger_update_update_f0e9e', table='accounts_rolegrant', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_rolegrantevent" ("ends_on", "id", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "scope_code", "scope_kind", "starts_on") VALUES (OLD."ends_on", OLD."id", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."scope_code", OLD."scope_kind", OLD."starts_on"); RETURN NULL;', hash='4ce6b4db1d7c17fa40ab958830119fb41fc9a926', operation='DELETE', pgid='pgtrigger_delete_delete_d0e1f', table='accounts_rolegrant', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='RoleGrantEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('kind', models.CharField(choices=[('administrator', 'Administrator'), ('officer', 'Officer'), ('elected_official', 'Elected official'), ('commune_referent', 'Commune referent'), ('body_member', 'Member of a body'), ('organization_member', 'Member of an organization'), ('evaluator', 'Evaluator'), ('support', 'Support')], max_length=30, verbose_name='role')),
                        ('scope_kind', models.CharField(choices=[('authority', 'Authority'), ('commune', 'Commune'), ('organization', 'Organization'), ('body', 'Body')], max_length=20, verbose_name='scope')),
                        ('scope_code', models.CharField(help_text='SIREN, INSEE code or key of a body', max_length=60, verbose_name='scope code')),
                        ('starts_on', models.DateField(verbose_name='from')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='until (excluded)')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.rolegrant')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [],
                        'constraints': [],
                        'triggers': [pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='a66220295b0e46a4665ff745792a6fa806d30194', operation='INSERT', pgid='pgtrigger_seal_37bcc', table='accounts_rolegrantevent', when='AFTER')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e90105cc081df41513a450b44da6f9c22d10503', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0af7e', table='accounts_rolegrantevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='UserEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('language', models.CharField(choices=[('fr', 'Français'), ('en', 'English')], default='fr', max_length=2, verbose_name='language')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='known since')),
                        ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left')),
                        ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='erased')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [],
                        'constraints': [],
                        'triggers': [pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='70bedf13c7c77d5eb7baa68863bbd9a85249e432', operation='INSERT', pgid='pgtrigger_seal_e84a4', table='accounts_userevent', when='AFTER')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e9498e73f6fbdf2642fb33fa14189f1ad2382c8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_45b21', table='accounts_userevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                        ('full_name', models.CharField(max_length=200, verbose_name='name')),
                        ('job_title', models.CharField(blank=True, max_length=200, verbose_name='job title')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('language', models.CharField(choices=[('fr', 'Français'), ('en', 'English')], default='fr', max_length=2, verbose_name='language')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='known since')),
                        ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left')),
                        ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='erased')),
                    ],
                    options={
                        'verbose_name': 'person',
                        'verbose_name_plural': 'people',
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_person_per_address', violation_error_message='Somebody already has this address.'), models.CheckConstraint(condition=models.Q(models.Q(('is_active', True), ('left_at__isnull', True)), models.Q(('is_active', False), ('left_at__isnull', False)), _connector='OR'), name='person_who_left_is_not_active'), models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), ('left_at__isnull', False), _connector='OR'), name='only_people_who_left_are_erased')],
                        'indexes': [],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("created_at", "erased_at", "id", "is_active", "language", "left_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."created_at", NEW."erased_at", NEW."id", NEW."is_active", NEW."language", NEW."left_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='b89931424978750f032a900cabb0735853b1cb8b', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."erased_at" IS DISTINCT FROM (NEW."erased_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."left_at" IS DISTINCT FROM (NEW."left_at"))', func='INSERT INTO "accounts_userevent" ("created_at", "erased_at", "id", "is_active", "language", "left_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."created_at", NEW."erased_at", NEW."id", NEW."is_active", NEW."language", NEW."left_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='d765d056cc538f2c4dca3a82fb663b4454d724f1', operation='UPDATE', pgid='pgtrigger_update_update_0e890', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("created_at", "erased_at", "id", "is_active", "language", "left_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."created_at", OLD."erased_at", OLD."id", OLD."is_active", OLD."language", OLD."left_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='3b22eaacac564233d5a93e5bb056af0e741cfd1d', operation='DELETE', pgid='pgtrigger_delete_delete_19f14', table='accounts_user', when='AFTER'))],
                    },
                ),
            ],
        ),
    ]
