import django.db.models.deletion
import essaim.foundations.audit_trail.operations
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('action_plan', '0002_bulk_changes_and_feeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='PartTitle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('pilot', 'Pilot'), ('deputy', 'Deputy'), ('elected_referent', 'Elected referent')], max_length=20, verbose_name='role in the action')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='job title')),
            ],
            options={
                'verbose_name': 'part held under a title',
                'verbose_name_plural': 'parts held under a title',
                'ordering': ['role', 'title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PartTitleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('pilot', 'Pilot'), ('deputy', 'Deputy'), ('elected_referent', 'Elected referent')], max_length=20, verbose_name='role in the action')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='job title')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(max_length=40, verbose_name='format')),
                ('exported_on', models.DateField(verbose_name='exported on')),
                ('file_digest', models.CharField(max_length=64, verbose_name='digest of the file')),
                ('imported_at', models.DateTimeField(verbose_name='imported')),
                ('outside_links', models.JSONField(default=list, help_text='As the file states them', verbose_name='links to plans that were not imported')),
            ],
            options={
                'verbose_name': 'import of a plan',
                'verbose_name_plural': 'imports of plans',
                'ordering': ['-imported_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanImportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('format', models.CharField(max_length=40, verbose_name='format')),
                ('exported_on', models.DateField(verbose_name='exported on')),
                ('file_digest', models.CharField(max_length=64, verbose_name='digest of the file')),
                ('imported_at', models.DateTimeField(verbose_name='imported')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='act',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='act',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='act',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='plan',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='plan',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='plan',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='act',
            name='origin_siren',
            field=models.CharField(blank=True, max_length=9, verbose_name='SIREN of the authority it comes from'),
        ),
        migrations.AddField(
            model_name='actevent',
            name='origin_siren',
            field=models.CharField(blank=True, max_length=9, verbose_name='SIREN of the authority it comes from'),
        ),
        migrations.AddField(
            model_name='bulkchangerow',
            name='kept_because',
            field=models.CharField(blank=True, help_text='Why undoing the change left this row as it is; empty if it was undone', max_length=400),
        ),
        migrations.AddField(
            model_name='plan',
            name='origin_name',
            field=models.CharField(blank=True, max_length=200, verbose_name='authority it comes from'),
        ),
        migrations.AddField(
            model_name='plan',
            name='origin_siren',
            field=models.CharField(blank=True, help_text="Empty for the authority's own plans; a plan that comes from elsewhere is only read", max_length=9, verbose_name='SIREN of the authority it comes from'),
        ),
        migrations.AddField(
            model_name='planevent',
            name='origin_name',
            field=models.CharField(blank=True, max_length=200, verbose_name='authority it comes from'),
        ),
        migrations.AddField(
            model_name='planevent',
            name='origin_siren',
            field=models.CharField(blank=True, help_text="Empty for the authority's own plans; a plan that comes from elsewhere is only read", max_length=9, verbose_name='SIREN of the authority it comes from'),
        ),
        migrations.AddField(
            model_name='source',
            name='origin_siren',
            field=models.CharField(blank=True, max_length=9, verbose_name='SIREN of the authority it comes from'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='origin_siren',
            field=models.CharField(blank=True, max_length=9, verbose_name='SIREN of the authority it comes from'),
        ),
        migrations.AlterField(
            model_name='act',
            name='key',
            field=models.SlugField(max_length=130, unique=True, verbose_name='key'),
        ),
        migrations.AlterField(
            model_name='actevent',
            name='key',
            field=models.SlugField(db_index=False, max_length=130, verbose_name='key'),
        ),
        migrations.AlterField(
            model_name='declaredfigure',
            name='key',
            field=models.SlugField(max_length=130, unique=True, verbose_name='key'),
        ),
        migrations.AlterField(
            model_name='declaredfigureevent',
            name='key',
            field=models.SlugField(db_index=False, max_length=130, verbose_name='key'),
        ),
        migrations.AlterField(
            model_name='source',
            name='key',
            field=models.SlugField(max_length=130, unique=True, verbose_name='key'),
        ),
        migrations.AlterField(
            model_name='sourceevent',
            name='key',
            field=models.SlugField(db_index=False, max_length=130, verbose_name='key'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin_name', ''), ('origin_siren', '')), models.Q(('origin_siren__regex', '^\\d{9}$'), models.Q(('origin_name', ''), _negated=True)), _connector='OR'), name='foreign_plan_names_its_authority', violation_error_message='A plan that comes from elsewhere names the authority it comes from.'),
        ),
        migrations.AddField(
            model_name='parttitle',
            name='action',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='part_titles', to='action_plan.action'),
        ),
        migrations.AddField(
            model_name='parttitleevent',
            name='action',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action'),
        ),
        migrations.AddField(
            model_name='parttitleevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.parttitle'),
        ),
        migrations.AddField(
            model_name='planimport',
            name='plan',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='import_record', to='action_plan.plan'),
        ),
        migrations.AddField(
            model_name='planimportevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.planimport'),
        ),
        migrations.AddField(
            model_name='planimportevent',
            name='plan',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.plan'),
        ),
        essaim.foundations.audit_trail.operations.AddTriggers(
            triggers=[
                pgtrigger.migrations.AddTrigger(
                    model_name='act',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_actevent" ("abstentions", "body", "certified_on", "domain", "id", "key", "kind", "number", "origin_siren", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "source_id", "state", "summary", "title", "vote", "voted_on", "voted_precision", "votes_against", "votes_for") VALUES (NEW."abstentions", NEW."body", NEW."certified_on", NEW."domain", NEW."id", NEW."key", NEW."kind", NEW."number", NEW."origin_siren", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."replaces_id", NEW."source_id", NEW."state", NEW."summary", NEW."title", NEW."vote", NEW."voted_on", NEW."voted_precision", NEW."votes_against", NEW."votes_for"); RETURN NULL;', hash='1f4d3adc055d70eac76bebba100a756f69392b99', operation='INSERT', pgid='pgtrigger_insert_insert_6e7ad', table='action_plan_act', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='act',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_actevent" ("abstentions", "body", "certified_on", "domain", "id", "key", "kind", "number", "origin_siren", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "source_id", "state", "summary", "title", "vote", "voted_on", "voted_precision", "votes_against", "votes_for") VALUES (NEW."abstentions", NEW."body", NEW."certified_on", NEW."domain", NEW."id", NEW."key", NEW."kind", NEW."number", NEW."origin_siren", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."replaces_id", NEW."source_id", NEW."state", NEW."summary", NEW."title", NEW."vote", NEW."voted_on", NEW."voted_precision", NEW."votes_against", NEW."votes_for"); RETURN NULL;', hash='985c670d3894a87b3bfa2976fdd44d345ed37032', operation='UPDATE', pgid='pgtrigger_update_update_65bd1', table='action_plan_act', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='act',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_actevent" ("abstentions", "body", "certified_on", "domain", "id", "key", "kind", "number", "origin_siren", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "source_id", "state", "summary", "title", "vote", "voted_on", "voted_precision", "votes_against", "votes_for") VALUES (OLD."abstentions", OLD."body", OLD."certified_on", OLD."domain", OLD."id", OLD."key", OLD."kind", OLD."number", OLD."origin_siren", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."replaces_id", OLD."source_id", OLD."state", OLD."summary", OLD."title", OLD."vote", OLD."voted_on", OLD."voted_precision", OLD."votes_against", OLD."votes_for"); RETURN NULL;', hash='677b7e0255b9618e1c06a53828dae516c3ee947d', operation='DELETE', pgid='pgtrigger_delete_delete_48238', table='action_plan_act', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='plan',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_planevent" ("closed_on", "ends_on", "founding_act_id", "id", "name", "origin_name", "origin_siren", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source_id", "starts_on", "state", "summary") VALUES (NEW."closed_on", NEW."ends_on", NEW."founding_act_id", NEW."id", NEW."name", NEW."origin_name", NEW."origin_siren", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."slug", NEW."source_id", NEW."starts_on", NEW."state", NEW."summary"); RETURN NULL;', hash='c930f6dc313a8b5554a58c42418f72badec0705f', operation='INSERT', pgid='pgtrigger_insert_insert_b607c', table='action_plan_plan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='plan',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_planevent" ("closed_on", "ends_on", "founding_act_id", "id", "name", "origin_name", "origin_siren", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source_id", "starts_on", "state", "summary") VALUES (NEW."closed_on", NEW."ends_on", NEW."founding_act_id", NEW."id", NEW."name", NEW."origin_name", NEW."origin_siren", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."slug", NEW."source_id", NEW."starts_on", NEW."state", NEW."summary"); RETURN NULL;', hash='a8c382addabb0c2decacdb66d3f5748875a24953', operation='UPDATE', pgid='pgtrigger_update_update_9181c', table='action_plan_plan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='plan',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_planevent" ("closed_on", "ends_on", "founding_act_id", "id", "name", "origin_name", "origin_siren", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source_id", "starts_on", "state", "summary") VALUES (OLD."closed_on", OLD."ends_on", OLD."founding_act_id", OLD."id", OLD."name", OLD."origin_name", OLD."origin_siren", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."slug", OLD."source_id", OLD."starts_on", OLD."state", OLD."summary"); RETURN NULL;', hash='99e2f4e548f3a385cd56378a64377b3ef8c31263', operation='DELETE', pgid='pgtrigger_delete_delete_cfda9', table='action_plan_plan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='source',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_sourceevent" ("dated", "id", "issuer", "key", "note", "origin_siren", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "url", "weight") VALUES (NEW."dated", NEW."id", NEW."issuer", NEW."key", NEW."note", NEW."origin_siren", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."title", NEW."url", NEW."weight"); RETURN NULL;', hash='ddbab730668fb3dd9dde5630d21f31b7cb838fc0', operation='INSERT', pgid='pgtrigger_insert_insert_e1731', table='action_plan_source', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='source',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_sourceevent" ("dated", "id", "issuer", "key", "note", "origin_siren", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "url", "weight") VALUES (NEW."dated", NEW."id", NEW."issuer", NEW."key", NEW."note", NEW."origin_siren", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."title", NEW."url", NEW."weight"); RETURN NULL;', hash='02771947c7dcb0c1a69e47a9c1a4e5265a6de8d7', operation='UPDATE', pgid='pgtrigger_update_update_67924', table='action_plan_source', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='source',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_sourceevent" ("dated", "id", "issuer", "key", "note", "origin_siren", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "url", "weight") VALUES (OLD."dated", OLD."id", OLD."issuer", OLD."key", OLD."note", OLD."origin_siren", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."title", OLD."url", OLD."weight"); RETURN NULL;', hash='5c8e6695ea029a763bc9a5b8185d6193bc56408e', operation='DELETE', pgid='pgtrigger_delete_delete_0dc7f', table='action_plan_source', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='parttitle',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_parttitleevent" ("action_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "title") VALUES (NEW."action_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."title"); RETURN NULL;', hash='4225584a97294adb9e614ec9183bfe13aab48132', operation='INSERT', pgid='pgtrigger_insert_insert_f698d', table='action_plan_parttitle', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='parttitle',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_parttitleevent" ("action_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "title") VALUES (NEW."action_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."title"); RETURN NULL;', hash='5bdbe0606c053578d6552cae904a5ed17255102e', operation='UPDATE', pgid='pgtrigger_update_update_185d7', table='action_plan_parttitle', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='parttitle',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_parttitleevent" ("action_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "title") VALUES (OLD."action_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."title"); RETURN NULL;', hash='a11e42adc9dde4a03810c4c62b307a4aefbcda6c', operation='DELETE', pgid='pgtrigger_delete_delete_30767', table='action_plan_parttitle', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='parttitleevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='296f0a88602998281525dd818fed06c077bafa7f', operation='INSERT', pgid='pgtrigger_seal_249f3', table='action_plan_parttitleevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='parttitleevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='213a877b8fd8b8c2dd767a81ea4a92f95b6ea3ca', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_acb7a', table='action_plan_parttitleevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planimport',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_planimportevent" ("exported_on", "file_digest", "format", "id", "imported_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") VALUES (NEW."exported_on", NEW."file_digest", NEW."format", NEW."id", NEW."imported_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan_id"); RETURN NULL;', hash='f1dd47071708ac25ec8ab58b4048df4165ea6447', operation='INSERT', pgid='pgtrigger_insert_insert_4f477', table='action_plan_planimport', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planimport',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."exported_on" IS DISTINCT FROM (NEW."exported_on") OR OLD."file_digest" IS DISTINCT FROM (NEW."file_digest") OR OLD."format" IS DISTINCT FROM (NEW."format") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."imported_at" IS DISTINCT FROM (NEW."imported_at") OR OLD."plan_id" IS DISTINCT FROM (NEW."plan_id"))', func='INSERT INTO "action_plan_planimportevent" ("exported_on", "file_digest", "format", "id", "imported_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") VALUES (NEW."exported_on", NEW."file_digest", NEW."format", NEW."id", NEW."imported_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id"); RETURN NULL;', hash='5b4b79ff339762f446f9e9f80a9141083e4f136d', operation='UPDATE', pgid='pgtrigger_update_update_4925f', table='action_plan_planimport', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planimport',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_planimportevent" ("exported_on", "file_digest", "format", "id", "imported_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id") VALUES (OLD."exported_on", OLD."file_digest", OLD."format", OLD."id", OLD."imported_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan_id"); RETURN NULL;', hash='ed83a84d8deaf9b9f871153c632a0bb54a6639be', operation='DELETE', pgid='pgtrigger_delete_delete_6e3f1', table='action_plan_planimport', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planimportevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='bca382ac64b2eb3f4f67fc102ca8651e3b06d675', operation='INSERT', pgid='pgtrigger_seal_5c2fe', table='action_plan_planimportevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planimportevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a716d21456d4841f4c1791cd5297fdef7beef257', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_98e47', table='action_plan_planimportevent', when='BEFORE')),
                ),
            ],
        ),
    ]
