import django.db.models.deletion
import django.db.models.functions.text
import essaim.foundations.audit_trail.operations
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit_trail', '0001_initial'),
    ]

    operations = [
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
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_person_per_address')],
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
            },
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='role_ends_after_it_starts', violation_error_message='A role must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'administrator'), ('scope_kind', 'authority')), models.Q(('kind', 'officer'), ('scope_kind', 'authority')), models.Q(('kind', 'elected_official'), ('scope_kind', 'authority')), models.Q(('kind', 'commune_referent'), ('scope_kind', 'commune')), models.Q(('kind', 'body_member'), ('scope_kind', 'body')), models.Q(('kind', 'organization_member'), ('scope_kind', 'organization')), models.Q(('kind', 'evaluator'), ('scope_kind', 'authority')), models.Q(('kind', 'support'), ('scope_kind', 'authority')), _connector='OR'), name='role_has_the_scope_of_its_kind', violation_error_message='This role is not held for that kind of scope.'),
        ),
        essaim.foundations.audit_trail.operations.AddTriggers(
            triggers=[
                pgtrigger.migrations.AddTrigger(
                    model_name='rolegrant',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_rolegrantevent" ("ends_on", "id", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "scope_code", "scope_kind", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."scope_code", NEW."scope_kind", NEW."starts_on"); RETURN NULL;', hash='f7df62753d637bd3889025447c596c1643870b2a', operation='INSERT', pgid='pgtrigger_insert_insert_77ca7', table='accounts_rolegrant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='rolegrant',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_rolegrantevent" ("ends_on", "id", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "scope_code", "scope_kind", "starts_on") VALUES (NEW."ends_on", NEW."id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."scope_code", NEW."scope_kind", NEW."starts_on"); RETURN NULL;', hash='d521a34f677f3d49b33a20bccf04d1bff9fb3681', operation='UPDATE', pgid='pgtrigger_update_update_f0e9e', table='accounts_rolegrant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='rolegrant',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_rolegrantevent" ("ends_on", "id", "kind", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "scope_code", "scope_kind", "starts_on") VALUES (OLD."ends_on", OLD."id", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."scope_code", OLD."scope_kind", OLD."starts_on"); RETURN NULL;', hash='4ce6b4db1d7c17fa40ab958830119fb41fc9a926', operation='DELETE', pgid='pgtrigger_delete_delete_d0e1f', table='accounts_rolegrant', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='rolegrantevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='a66220295b0e46a4665ff745792a6fa806d30194', operation='INSERT', pgid='pgtrigger_seal_37bcc', table='accounts_rolegrantevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='rolegrantevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e90105cc081df41513a450b44da6f9c22d10503', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0af7e', table='accounts_rolegrantevent', when='BEFORE')),
                ),
            ],
        ),
    ]
