"""The tables of the room as they were when migrations were last made one."""

import django.db.models.deletion
import essaim.foundations.audit_trail.operations
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('documents', '0001_documents_and_their_versions'),
        ('documents', '0002_elimination_is_agreed_to'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        essaim.foundations.audit_trail.operations.CreateTogether(
            models=[
                migrations.CreateModel(
                    name='Document',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject_kind', models.CharField(max_length=60, verbose_name='kind of thing')),
                        ('subject_id', models.CharField(max_length=64, verbose_name='attached to')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('purpose', models.CharField(max_length=200, verbose_name='kept for')),
                        ('keep_until', models.DateField(blank=True, null=True, verbose_name='kept until (excluded)')),
                        ('is_public', models.BooleanField(default=False, verbose_name='public')),
                        ('state', models.CharField(choices=[('kept', 'Kept'), ('withdrawn', 'Withdrawn'), ('erased', 'Erased')], default='kept', max_length=20, verbose_name='state')),
                        ('deposited_at', models.DateTimeField(verbose_name='deposited')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                        ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the withdrawal')),
                        ('erase_on', models.DateField(blank=True, null=True, verbose_name='erased from')),
                        ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='erased')),
                        ('deposited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='deposited by')),
                        ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.eliminationagreement', verbose_name='agreement to its elimination')),
                    ],
                    options={
                        'verbose_name': 'document',
                        'verbose_name_plural': 'documents',
                        'ordering': ['-deposited_at', '-pk'],
                        'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='document_by_subject')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('erase_on__isnull', True), ('state', 'kept'), ('withdrawn_at__isnull', True)), models.Q(models.Q(('state', 'kept'), _negated=True), ('erase_on__isnull', False), ('withdrawn_at__isnull', False)), _connector='OR'), name='withdrawn_document_has_its_dates_and_no_other'), models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', False), ('state', 'erased')), models.Q(models.Q(('state', 'erased'), _negated=True), ('erased_at__isnull', True)), _connector='OR'), name='erased_document_has_its_moment_and_no_other'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'erased'), _negated=True), ('agreement__isnull', False), _connector='OR'), name='erased_document_has_its_agreement'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'kept'), _negated=True), ('agreement__isnull', True), _connector='OR'), name='kept_document_has_no_agreement'), models.CheckConstraint(condition=models.Q(('state', 'kept'), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='withdrawn_document_says_why', violation_error_message='Say why the document is withdrawn.'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='document_says_what_it_is_kept_for', violation_error_message='Say what the document is kept for.')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_documentevent" ("agreement_id", "deposited_at", "deposited_by_id", "erase_on", "erased_at", "id", "is_public", "keep_until", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "state", "subject_id", "subject_kind", "title", "withdrawn_at", "withdrawn_reason") VALUES (NEW."agreement_id", NEW."deposited_at", NEW."deposited_by_id", NEW."erase_on", NEW."erased_at", NEW."id", NEW."is_public", NEW."keep_until", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."state", NEW."subject_id", NEW."subject_kind", NEW."title", NEW."withdrawn_at", NEW."withdrawn_reason"); RETURN NULL;', hash='35bd37e012e273c4c0ff809e35e2d334f5e44f7a', operation='INSERT', pgid='pgtrigger_insert_insert_be524', table='documents_document', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "documents_documentevent" ("agreement_id", "deposited_at", "deposited_by_id", "erase_on", "erased_at", "id", "is_public", "keep_until", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "state", "subject_id", "subject_kind", "title", "withdrawn_at", "withdrawn_reason") VALUES (NEW."agreement_id", NEW."deposited_at", NEW."deposited_by_id", NEW."erase_on", NEW."erased_at", NEW."id", NEW."is_public", NEW."keep_until", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."state", NEW."subject_id", NEW."subject_kind", NEW."title", NEW."withdrawn_at", NEW."withdrawn_reason"); RETURN NULL;', hash='718e9d38c7d0de2e00737154f70e81628346465e', operation='UPDATE', pgid='pgtrigger_update_update_a3ed6', table='documents_document', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_documentevent" ("agreement_id", "deposited_at", "deposited_by_id", "erase_on", "erased_at", "id", "is_public", "keep_until", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "state", "subject_id", "subject_kind", "title", "withdrawn_at", "withdrawn_reason") VALUES (OLD."agreement_id", OLD."deposited_at", OLD."deposited_by_id", OLD."erase_on", OLD."erased_at", OLD."id", OLD."is_public", OLD."keep_until", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."state", OLD."subject_id", OLD."subject_kind", OLD."title", OLD."withdrawn_at", OLD."withdrawn_reason"); RETURN NULL;', hash='636bc1244b5ffb9c5442a37a5cc863e88f23af50', operation='DELETE', pgid='pgtrigger_delete_delete_0c008', table='documents_document', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='EliminationAgreement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reference', models.CharField(max_length=200, verbose_name='reference')),
                        ('agreed_on', models.DateField(verbose_name='agreed on')),
                        ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                    ],
                    options={
                        'verbose_name': 'agreement to an elimination',
                        'verbose_name_plural': 'agreements to eliminations',
                        'ordering': ['-agreed_on', '-pk'],
                        'indexes': [],
                        'constraints': [models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='agreement_has_its_reference', violation_error_message='Give the reference of the agreement.')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_eliminationagreementevent" ("agreed_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "reference") VALUES (NEW."agreed_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."reference"); RETURN NULL;', hash='8ba7bb30787724bfe741b81de383050b12f1abdd', operation='INSERT', pgid='pgtrigger_insert_insert_591c1', table='documents_eliminationagreement', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "documents_eliminationagreementevent" ("agreed_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "reference") VALUES (NEW."agreed_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."reference"); RETURN NULL;', hash='6113fbd7ab9c045493fce1be84204c83a438c9ef', operation='UPDATE', pgid='pgtrigger_update_update_46483', table='documents_eliminationagreement', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_eliminationagreementevent" ("agreed_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "reference") VALUES (OLD."agreed_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."reference"); RETURN NULL;', hash='7660c338de5a08488cb4fce0edaac88aba3e8d49', operation='DELETE', pgid='pgtrigger_delete_delete_cd0b6', table='documents_eliminationagreement', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='DocumentEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('subject_kind', models.CharField(max_length=60, verbose_name='kind of thing')),
                        ('subject_id', models.CharField(max_length=64, verbose_name='attached to')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('purpose', models.CharField(max_length=200, verbose_name='kept for')),
                        ('keep_until', models.DateField(blank=True, null=True, verbose_name='kept until (excluded)')),
                        ('is_public', models.BooleanField(default=False, verbose_name='public')),
                        ('state', models.CharField(choices=[('kept', 'Kept'), ('withdrawn', 'Withdrawn'), ('erased', 'Erased')], default='kept', max_length=20, verbose_name='state')),
                        ('deposited_at', models.DateTimeField(verbose_name='deposited')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                        ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the withdrawal')),
                        ('erase_on', models.DateField(blank=True, null=True, verbose_name='erased from')),
                        ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='erased')),
                        ('deposited_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='deposited by')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.document')),
                        ('agreement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.eliminationagreement', verbose_name='agreement to its elimination')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [],
                        'constraints': [],
                        'triggers': [pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='d56a48344aa2ab854cf8234b437fcd0dee14d785', operation='INSERT', pgid='pgtrigger_seal_2de12', table='documents_documentevent', when='AFTER')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='401291d04b3fa5f3d2b51241f67950bd6896846e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9e7ed', table='documents_documentevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='EliminationAgreementEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('reference', models.CharField(max_length=200, verbose_name='reference')),
                        ('agreed_on', models.DateField(verbose_name='agreed on')),
                        ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.eliminationagreement')),
                        ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [],
                        'constraints': [],
                        'triggers': [pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='3266db28b8270235f61edafc74996db8393eb003', operation='INSERT', pgid='pgtrigger_seal_ce415', table='documents_eliminationagreementevent', when='AFTER')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='372882962791d4d7f8300e1d16d9d8adf529e3e3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d7c01', table='documents_eliminationagreementevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Version',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('file_name', models.CharField(blank=True, max_length=150, verbose_name='file name')),
                        ('kind', models.CharField(choices=[('pdf', 'PDF'), ('odt', 'OpenDocument text'), ('ods', 'OpenDocument spreadsheet'), ('odp', 'OpenDocument presentation'), ('docx', 'Word document'), ('xlsx', 'Excel workbook'), ('pptx', 'PowerPoint presentation'), ('csv', 'CSV table'), ('txt', 'Plain text'), ('md', 'Markdown text'), ('png', 'PNG image'), ('jpeg', 'JPEG image'), ('webp', 'WebP image')], max_length=10, verbose_name='type')),
                        ('size_bytes', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                        ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                        ('storage_key', models.CharField(max_length=100, unique=True)),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed')),
                        ('deposited_at', models.DateTimeField(verbose_name='deposited')),
                        ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='file removed')),
                        ('deposited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='deposited by')),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='documents.document')),
                    ],
                    options={
                        'verbose_name': 'version of a document',
                        'verbose_name_plural': 'versions of a document',
                        'ordering': ['document', '-number'],
                        'indexes': [models.Index(fields=['sha256'], name='version_by_content')],
                        'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='version_number_is_unique_in_its_document'), models.CheckConstraint(condition=models.Q(('size_bytes__gt', 0)), name='version_has_content'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='version_hash_is_of_sha256_form'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), models.Q(('file_name', ''), _negated=True)), models.Q(('file_name', ''), ('removed_at__isnull', False)), _connector='OR'), name='removed_version_has_no_file_name_and_others_have')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_versionevent" ("deposited_at", "deposited_by_id", "document_id", "id", "kind", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "sha256", "size_bytes", "storage_key") VALUES (NEW."deposited_at", NEW."deposited_by_id", NEW."document_id", NEW."id", NEW."kind", NEW."note", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."removed_at", NEW."sha256", NEW."size_bytes", NEW."storage_key"); RETURN NULL;', hash='0c7fac7be367c82d6f9bff4509eb0b518deebc01', operation='INSERT', pgid='pgtrigger_insert_insert_1058f', table='documents_version', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."deposited_at" IS DISTINCT FROM (NEW."deposited_at") OR OLD."deposited_by_id" IS DISTINCT FROM (NEW."deposited_by_id") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size_bytes" IS DISTINCT FROM (NEW."size_bytes") OR OLD."storage_key" IS DISTINCT FROM (NEW."storage_key"))', func='INSERT INTO "documents_versionevent" ("deposited_at", "deposited_by_id", "document_id", "id", "kind", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "sha256", "size_bytes", "storage_key") VALUES (NEW."deposited_at", NEW."deposited_by_id", NEW."document_id", NEW."id", NEW."kind", NEW."note", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."removed_at", NEW."sha256", NEW."size_bytes", NEW."storage_key"); RETURN NULL;', hash='4be720a90e9dd629cb9b18c3c835f2a9949f7e08', operation='UPDATE', pgid='pgtrigger_update_update_a22ca', table='documents_version', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_versionevent" ("deposited_at", "deposited_by_id", "document_id", "id", "kind", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "sha256", "size_bytes", "storage_key") VALUES (OLD."deposited_at", OLD."deposited_by_id", OLD."document_id", OLD."id", OLD."kind", OLD."note", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."removed_at", OLD."sha256", OLD."size_bytes", OLD."storage_key"); RETURN NULL;', hash='bc91915f8edb939c0302a2bc82c04ec77404c7de', operation='DELETE', pgid='pgtrigger_delete_delete_de6f2', table='documents_version', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='VersionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_context', pghistory.utils.JSONField(null=True)),
                        ('pgh_context_id', models.UUIDField(null=True)),
                        ('id', models.BigIntegerField()),
                        ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('kind', models.CharField(choices=[('pdf', 'PDF'), ('odt', 'OpenDocument text'), ('ods', 'OpenDocument spreadsheet'), ('odp', 'OpenDocument presentation'), ('docx', 'Word document'), ('xlsx', 'Excel workbook'), ('pptx', 'PowerPoint presentation'), ('csv', 'CSV table'), ('txt', 'Plain text'), ('md', 'Markdown text'), ('png', 'PNG image'), ('jpeg', 'JPEG image'), ('webp', 'WebP image')], max_length=10, verbose_name='type')),
                        ('size_bytes', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                        ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                        ('storage_key', models.CharField(max_length=100)),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed')),
                        ('deposited_at', models.DateTimeField(verbose_name='deposited')),
                        ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='file removed')),
                        ('deposited_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='deposited by')),
                        ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.version')),
                    ],
                    options={
                        'abstract': False,
                        'indexes': [],
                        'constraints': [],
                        'triggers': [pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='f65b655c30cb1dbfe7cd76d53cef9b7e261b8c1b', operation='INSERT', pgid='pgtrigger_seal_a7880', table='documents_versionevent', when='AFTER')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2fee733d03b25a9220c89114677ee973711d2128', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c0fc0', table='documents_versionevent', when='BEFORE'))],
                    },
                ),
            ],
        ),
    ]
