"""The tables of the room as they were when migrations were last made one."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import essaim.ecosystem.organizations.models.records
import essaim.foundations.audit_trail.operations
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('organizations', '0001_structures_and_representations'),
        ('organizations', '0002_sheets_of_structures'),
    ]

    dependencies = [
        ('accounts', '0001_first_version'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        # Of others, first: as for action_plan.
        ('mfa', '0003_authenticator_type_uniq'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
        ('usersessions', '0001_initial'),
    ]

    operations = [
        # Trusted since PostgreSQL 13: whoever may create in the database may install it.
        TrigramExtension(),
        essaim.foundations.audit_trail.operations.CreateTogether(
            models=[
                migrations.CreateModel(
                    name='Organization',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField(help_text='Used in addresses', max_length=60, unique=True, verbose_name='key')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('acronym', models.CharField(blank=True, max_length=40, verbose_name='acronym')),
                        ('sort_key', models.CharField(db_collation='C', editable=False, max_length=650)),
                        ('search_key', models.TextField(editable=False)),
                        ('siren', models.CharField(blank=True, help_text='Nine digits, if it has one', max_length=9, validators=[essaim.ecosystem.organizations.models.records.check_siren], verbose_name='SIREN')),
                        ('rna', models.CharField(blank=True, help_text='That of an association: W and nine characters, if it is known', max_length=10, validators=[essaim.ecosystem.organizations.models.records.check_rna], verbose_name='RNA number')),
                        ('kind', models.CharField(choices=[('association', 'Association'), ('cooperative', 'Cooperative'), ('mutual', 'Mutual society'), ('foundation', 'Foundation'), ('other_nonprofit', 'Other private non-profit body'), ('ess_company', 'Commercial company of the ESS'), ('company', 'Other company'), ('public_body', 'Public body'), ('social_partner', "Trade union or employers' organization"), ('group', 'Group without legal personality'), ('unknown', 'Not known')], default='unknown', max_length=20, verbose_name='kind')),
                        ('commune_code', models.CharField(blank=True, max_length=5, verbose_name='commune')),
                        ('website', models.URLField(blank=True, verbose_name='website')),
                        ('source', models.CharField(blank=True, help_text='The document or register this record was read in, with its date', max_length=300, verbose_name='source')),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_records', to='organizations.organization', verbose_name='merged into')),
                    ],
                    options={
                        'verbose_name': 'structure',
                        'verbose_name_plural': 'structures',
                        'ordering': ['sort_key', 'pk'],
                        'indexes': [models.Index(fields=['sort_key'], name='organization_in_french_order'), django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='organization_by_similar_name', opclasses=['gin_trgm_ops'])],
                        'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='organization_has_a_name', violation_error_message='A structure has a name.'), models.CheckConstraint(condition=models.Q(('siren', ''), ('siren__regex', '^\\d{9}$'), _connector='OR'), name='organization_siren_has_nine_digits', violation_error_message='A SIREN has nine digits.'), models.CheckConstraint(condition=models.Q(('rna', ''), ('rna__regex', '^W[0-9A-Z]{3}\\d{6}$'), _connector='OR'), name='organization_rna_is_of_its_form', violation_error_message='An RNA number has a W, three characters and six digits, such as W595000000.'), models.CheckConstraint(condition=models.Q(('commune_code', ''), ('commune_code__regex', '^(?:\\d{2}|2[AB])\\d{3}$'), _connector='OR'), name='organization_commune_is_of_insee_form', violation_error_message='An INSEE code has five characters, such as 59350 or 2A004.'), models.UniqueConstraint(condition=models.Q(models.Q(('siren', ''), _negated=True), ('merged_into__isnull', True)), fields=('siren',), name='one_record_in_use_per_siren', violation_error_message='Another record has this SIREN.'), models.UniqueConstraint(condition=models.Q(models.Q(('rna', ''), _negated=True), ('merged_into__isnull', True)), fields=('rna',), name='one_record_in_use_per_rna', violation_error_message='Another record has this RNA number.'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='organization_is_not_merged_into_itself', violation_error_message='A record is merged into another.')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organizations_organizationevent" ("acronym", "commune_code", "id", "key", "kind", "merged_into_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rna", "siren", "source", "website") VALUES (NEW."acronym", NEW."commune_code", NEW."id", NEW."key", NEW."kind", NEW."merged_into_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rna", NEW."siren", NEW."source", NEW."website"); RETURN NULL;', hash='328bc1dfb48d1d6e6c2e0b8f326984cc7740a185', operation='INSERT', pgid='pgtrigger_insert_insert_5a753', table='organizations_organization', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."acronym" IS DISTINCT FROM (NEW."acronym") OR OLD."commune_code" IS DISTINCT FROM (NEW."commune_code") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."rna" IS DISTINCT FROM (NEW."rna") OR OLD."siren" IS DISTINCT FROM (NEW."siren") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."website" IS DISTINCT FROM (NEW."website"))', func='INSERT INTO "organizations_organizationevent" ("acronym", "commune_code", "id", "key", "kind", "merged_into_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rna", "siren", "source", "website") VALUES (NEW."acronym", NEW."commune_code", NEW."id", NEW."key", NEW."kind", NEW."merged_into_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rna", NEW."siren", NEW."source", NEW."website"); RETURN NULL;', hash='f65b5778db83e82a1b3305644665261112cd00d4', operation='UPDATE', pgid='pgtrigger_update_update_73a92', table='organizations_organization', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organizations_organizationevent" ("acronym", "commune_code", "id", "key", "kind", "merged_into_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rna", "siren", "source", "website") VALUES (OLD."acronym", OLD."commune_code", OLD."id", OLD."key", OLD."kind", OLD."merged_into_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rna", OLD."siren", OLD."source", OLD."website"); RETURN NULL;', hash='b19a0fbb01bcb394a42b52c543eb0a65460e1e0b', operation='DELETE', pgid='pgtrigger_delete_delete_84ac6', table='organizations_organization', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='OrganizationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('key', models.SlugField(db_index=False, help_text='Used in addresses', max_length=60, verbose_name='key')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('acronym', models.CharField(blank=True, max_length=40, verbose_name='acronym')),
                        ('siren', models.CharField(blank=True, help_text='Nine digits, if it has one', max_length=9, validators=[essaim.ecosystem.organizations.models.records.check_siren], verbose_name='SIREN')),
                        ('rna', models.CharField(blank=True, help_text='That of an association: W and nine characters, if it is known', max_length=10, validators=[essaim.ecosystem.organizations.models.records.check_rna], verbose_name='RNA number')),
                        ('kind', models.CharField(choices=[('association', 'Association'), ('cooperative', 'Cooperative'), ('mutual', 'Mutual society'), ('foundation', 'Foundation'), ('other_nonprofit', 'Other private non-profit body'), ('ess_company', 'Commercial company of the ESS'), ('company', 'Other company'), ('public_body', 'Public body'), ('social_partner', "Trade union or employers' organization"), ('group', 'Group without legal personality'), ('unknown', 'Not known')], default='unknown', max_length=20, verbose_name='kind')),
                        ('commune_code', models.CharField(blank=True, max_length=5, verbose_name='commune')),
                        ('website', models.URLField(blank=True, verbose_name='website')),
                        ('source', models.CharField(blank=True, help_text='The document or register this record was read in, with its date', max_length=300, verbose_name='source')),
                        ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization', verbose_name='merged into')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organizations.organization')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [],
                        'constraints': [],
                        'triggers': [pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='82821066c1533e33453e63607b7b456b0f2b4da6', operation='INSERT', pgid='pgtrigger_seal_7e441', table='organizations_organizationevent', when='AFTER')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b57d657ff616d824ae4a63d9d1c32f035699505a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_88049', table='organizations_organizationevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Representation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('legal_representative', 'Legal representative'), ('delegate', 'Delegate'), ('employee', 'Employee in charge'), ('contact', 'Contact')], default='delegate', max_length=30, verbose_name='quality')),
                        ('grant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.rolegrant', verbose_name='role')),
                        ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='organizations.organization')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                    ],
                    options={
                        'verbose_name': 'representation',
                        'verbose_name_plural': 'representations',
                        'ordering': ['organization', 'grant__starts_on', 'pk'],
                        'indexes': [],
                        'constraints': [],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organizations_representationevent" ("grant_id", "id", "organization_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."grant_id", NEW."id", NEW."organization_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role"); RETURN NULL;', hash='f90cd9be6e303fc362a4a6fbe3ff4fe7973c8e2c', operation='INSERT', pgid='pgtrigger_insert_insert_840b7', table='organizations_representation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organizations_representationevent" ("grant_id", "id", "organization_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."grant_id", NEW."id", NEW."organization_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role"); RETURN NULL;', hash='4f6dfd40a46be2bc6fb57a4ecf0fa656ed5e4a26', operation='UPDATE', pgid='pgtrigger_update_update_3b865', table='organizations_representation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organizations_representationevent" ("grant_id", "id", "organization_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."grant_id", OLD."id", OLD."organization_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role"); RETURN NULL;', hash='068e7f43fd6b0b77d1099d3a5644031e362984c3', operation='DELETE', pgid='pgtrigger_delete_delete_77793', table='organizations_representation', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='RepresentationEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('role', models.CharField(choices=[('legal_representative', 'Legal representative'), ('delegate', 'Delegate'), ('employee', 'Employee in charge'), ('contact', 'Contact')], default='delegate', max_length=30, verbose_name='quality')),
                        ('grant', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.rolegrant', verbose_name='role')),
                        ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                        ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organizations.representation')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [],
                        'constraints': [],
                        'triggers': [pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='a07866253174fc46ae04b90917d311d3c3b1413e', operation='INSERT', pgid='pgtrigger_seal_4be74', table='organizations_representationevent', when='AFTER')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b672abd50c6ff8db91816c59ea174f05b56b886a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_86a98', table='organizations_representationevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='SheetImport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('prepared', 'To be confirmed'), ('applied', 'Applied'), ('undone', 'Taken back')], default='prepared', max_length=10, verbose_name='state')),
                        ('file_name', models.CharField(max_length=200, verbose_name='file')),
                        ('file_digest', models.CharField(max_length=64, verbose_name='digest of the file')),
                        ('content', models.JSONField(default=dict, verbose_name='content read')),
                        ('prepared_at', models.DateTimeField(verbose_name='prepared')),
                        ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='applied')),
                        ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                    ],
                    options={
                        'verbose_name': 'sheet of structures',
                        'verbose_name_plural': 'sheets of structures',
                        'ordering': ['-prepared_at', '-pk'],
                        'indexes': [],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', True), ('state', 'prepared'), ('undone_at__isnull', True)), models.Q(('applied_at__isnull', False), ('state', 'applied'), ('undone_at__isnull', True)), models.Q(('applied_at__isnull', False), ('state', 'undone'), ('undone_at__isnull', False)), _connector='OR'), name='sheet_of_structures_has_the_moments_of_its_state')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organizations_sheetimportevent" ("applied_at", "author_id", "file_digest", "file_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "state", "undone_at") VALUES (NEW."applied_at", NEW."author_id", NEW."file_digest", NEW."file_name", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prepared_at", NEW."state", NEW."undone_at"); RETURN NULL;', hash='1e95372dfd458ee6fabc739c9c6ec26f576a1b7e', operation='INSERT', pgid='pgtrigger_insert_insert_922a8', table='organizations_sheetimport', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."applied_at" IS DISTINCT FROM (NEW."applied_at") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."file_digest" IS DISTINCT FROM (NEW."file_digest") OR OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."prepared_at" IS DISTINCT FROM (NEW."prepared_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."undone_at" IS DISTINCT FROM (NEW."undone_at"))', func='INSERT INTO "organizations_sheetimportevent" ("applied_at", "author_id", "file_digest", "file_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "state", "undone_at") VALUES (NEW."applied_at", NEW."author_id", NEW."file_digest", NEW."file_name", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prepared_at", NEW."state", NEW."undone_at"); RETURN NULL;', hash='3825a098dc42c0f70e1db6555b079b0a7b293edd', operation='UPDATE', pgid='pgtrigger_update_update_79dac', table='organizations_sheetimport', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organizations_sheetimportevent" ("applied_at", "author_id", "file_digest", "file_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "state", "undone_at") VALUES (OLD."applied_at", OLD."author_id", OLD."file_digest", OLD."file_name", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prepared_at", OLD."state", OLD."undone_at"); RETURN NULL;', hash='464869f099be2b612a0ef4bac226013a7cd2a683', operation='DELETE', pgid='pgtrigger_delete_delete_b8bed', table='organizations_sheetimport', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='SheetImportEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('state', models.CharField(choices=[('prepared', 'To be confirmed'), ('applied', 'Applied'), ('undone', 'Taken back')], default='prepared', max_length=10, verbose_name='state')),
                        ('file_name', models.CharField(max_length=200, verbose_name='file')),
                        ('file_digest', models.CharField(max_length=64, verbose_name='digest of the file')),
                        ('prepared_at', models.DateTimeField(verbose_name='prepared')),
                        ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='applied')),
                        ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                        ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organizations.sheetimport')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [],
                        'constraints': [],
                        'triggers': [pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='aea83a95de8b5f6fc54f65dbe2bba470be4b448a', operation='INSERT', pgid='pgtrigger_seal_6345b', table='organizations_sheetimportevent', when='AFTER')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='67e283a77b422bd3d6644fa4dfcead488d7ee59a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e7552', table='organizations_sheetimportevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='SheetImportRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('line_number', models.PositiveIntegerField()),
                        ('organization_pk', models.BigIntegerField()),
                        ('name', models.CharField(max_length=200)),
                        ('before', models.JSONField(blank=True, null=True)),
                        ('after', models.JSONField()),
                        ('kept_because', models.CharField(blank=True, help_text='Why taking back left this row as it is; empty if it was taken back', max_length=400)),
                        ('sheet_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='organizations.sheetimport')),
                    ],
                    options={
                        'verbose_name': 'row of a sheet of structures',
                        'verbose_name_plural': 'rows of a sheet of structures',
                        'ordering': ['sheet_import', 'pk'],
                        'indexes': [],
                        'constraints': [],
                    },
                ),
            ],
        ),
    ]
