import django.db.models.deletion
import essaim.foundations.audit_trail.operations
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('action_plan', '0001_initial'),
        ('audit_trail', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('import', 'Spreadsheet import'), ('edit', 'Bulk edit')], max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('prepared', 'To be confirmed'), ('applied', 'Applied'), ('undone', 'Undone')], default='prepared', max_length=10, verbose_name='state')),
                ('file_name', models.CharField(blank=True, max_length=200, verbose_name='file')),
                ('file_digest', models.CharField(blank=True, max_length=64, verbose_name='digest of the file')),
                ('content', models.JSONField(default=dict, verbose_name='content read')),
                ('prepared_at', models.DateTimeField(verbose_name='prepared')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='applied')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bulk_changes', to='action_plan.plan')),
            ],
            options={
                'verbose_name': 'change of many actions',
                'verbose_name_plural': 'changes of many actions',
                'ordering': ['-prepared_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='BulkChangeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('import', 'Spreadsheet import'), ('edit', 'Bulk edit')], max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('prepared', 'To be confirmed'), ('applied', 'Applied'), ('undone', 'Undone')], default='prepared', max_length=10, verbose_name='state')),
                ('file_name', models.CharField(blank=True, max_length=200, verbose_name='file')),
                ('file_digest', models.CharField(blank=True, max_length=64, verbose_name='digest of the file')),
                ('prepared_at', models.DateTimeField(verbose_name='prepared')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='applied')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.bulkchange')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.plan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BulkChangeRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_number', models.PositiveIntegerField(blank=True, null=True)),
                ('target', models.CharField(choices=[('axis', 'axis'), ('action', 'action')], max_length=10)),
                ('target_pk', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('before', models.JSONField(blank=True, null=True)),
                ('after', models.JSONField()),
                ('bulk_change', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='action_plan.bulkchange')),
            ],
            options={
                'verbose_name': 'row of a change of many actions',
                'verbose_name_plural': 'rows of a change of many actions',
                'ordering': ['bulk_change', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'calendar feed',
                'verbose_name_plural': 'calendar feeds',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeedEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.calendarfeed')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='bulkchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', True), ('state', 'prepared'), ('undone_at__isnull', True)), models.Q(('applied_at__isnull', False), ('state', 'applied'), ('undone_at__isnull', True)), models.Q(('applied_at__isnull', False), ('state', 'undone'), ('undone_at__isnull', False)), _connector='OR'), name='bulk_change_has_the_moments_of_its_state'),
        ),
        migrations.AddConstraint(
            model_name='calendarfeed',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('person',), name='one_calendar_feed_at_a_time'),
        ),
        essaim.foundations.audit_trail.operations.AddTriggers(
            triggers=[
                pgtrigger.migrations.AddTrigger(
                    model_name='bulkchange',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_bulkchangeevent" ("applied_at", "author_id", "file_digest", "file_name", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "prepared_at", "state", "undone_at") VALUES (NEW."applied_at", NEW."author_id", NEW."file_digest", NEW."file_name", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."prepared_at", NEW."state", NEW."undone_at"); RETURN NULL;', hash='31950271f860f17824520cac5f9cfa3eb428f4c4', operation='INSERT', pgid='pgtrigger_insert_insert_ad776', table='action_plan_bulkchange', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bulkchange',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."applied_at" IS DISTINCT FROM (NEW."applied_at") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."file_digest" IS DISTINCT FROM (NEW."file_digest") OR OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."plan_id" IS DISTINCT FROM (NEW."plan_id") OR OLD."prepared_at" IS DISTINCT FROM (NEW."prepared_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."undone_at" IS DISTINCT FROM (NEW."undone_at"))', func='INSERT INTO "action_plan_bulkchangeevent" ("applied_at", "author_id", "file_digest", "file_name", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "prepared_at", "state", "undone_at") VALUES (NEW."applied_at", NEW."author_id", NEW."file_digest", NEW."file_name", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."prepared_at", NEW."state", NEW."undone_at"); RETURN NULL;', hash='4de46247353a96697af1665d78713b24f3c01b45', operation='UPDATE', pgid='pgtrigger_update_update_54539', table='action_plan_bulkchange', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bulkchange',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_bulkchangeevent" ("applied_at", "author_id", "file_digest", "file_name", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "prepared_at", "state", "undone_at") VALUES (OLD."applied_at", OLD."author_id", OLD."file_digest", OLD."file_name", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."prepared_at", OLD."state", OLD."undone_at"); RETURN NULL;', hash='856bf8fc106bf4d4241d3367d2da1aedb7e0d921', operation='DELETE', pgid='pgtrigger_delete_delete_46196', table='action_plan_bulkchange', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bulkchangeevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='6c5b77d729440307c0f00787f5650f3d220e3158', operation='INSERT', pgid='pgtrigger_seal_8e96c', table='action_plan_bulkchangeevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='bulkchangeevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1c1e9d33e01ef42b581ddae6ae8ed0aa12ec26a5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3eb2e', table='action_plan_bulkchangeevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='calendarfeed',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_calendarfeedevent" ("created_at", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at") VALUES (NEW."created_at", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."revoked_at"); RETURN NULL;', hash='0fb16e5396876fca0bbb422b02958fdc20010160', operation='INSERT', pgid='pgtrigger_insert_insert_2e3d5', table='action_plan_calendarfeed', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='calendarfeed',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at"))', func='INSERT INTO "action_plan_calendarfeedevent" ("created_at", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at") VALUES (NEW."created_at", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."revoked_at"); RETURN NULL;', hash='ccb23e4668fb0c524e434ea74d889361f6ddb562', operation='UPDATE', pgid='pgtrigger_update_update_0c3ed', table='action_plan_calendarfeed', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='calendarfeed',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_calendarfeedevent" ("created_at", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at") VALUES (OLD."created_at", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."revoked_at"); RETURN NULL;', hash='8fe0cd88882df0b58ada892e1b15f9fede6474cb', operation='DELETE', pgid='pgtrigger_delete_delete_e6b12', table='action_plan_calendarfeed', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='calendarfeedevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='677271f2b68ed32d1aa0dbe26f54a95653b5d7df', operation='INSERT', pgid='pgtrigger_seal_3d668', table='action_plan_calendarfeedevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='calendarfeedevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ed159ef54298f832da9f95f1d75e38feec2f3402', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ac043', table='action_plan_calendarfeedevent', when='BEFORE')),
                ),
            ],
        ),
    ]
