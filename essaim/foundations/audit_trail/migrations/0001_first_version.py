"""The tables of the room as they were when migrations were last made one."""

import essaim.foundations.audit_trail.operations
import pgtrigger.compiler
from django.db import migrations, models

SEAL = """
CREATE FUNCTION audit_trail_seal(source text, source_id text, payload jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    previous text;
BEGIN
    -- One writer at a time at the end of the chain, until its transaction ends.
    PERFORM pg_advisory_xact_lock(hashtext('audit_trail_chain'));
    SELECT hash INTO previous FROM audit_trail_link ORDER BY id DESC LIMIT 1;
    previous := coalesce(previous, repeat('0', 64));
    INSERT INTO audit_trail_link (source, source_id, payload, sealed_at, previous_hash, hash)
    VALUES (
        source, source_id, payload, now(), previous,
        encode(sha256(convert_to(concat_ws(E'\\n', previous, source, source_id, payload::text), 'UTF8')), 'hex')
    );
END
$$;
"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('audit_trail', '0001_initial'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.RunSQL(SEAL, "DROP FUNCTION audit_trail_seal(text, text, jsonb)"),
        essaim.foundations.audit_trail.operations.CreateTogether(
            models=[
                migrations.CreateModel(
                    name='Link',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('source', models.CharField(max_length=100)),
                        ('source_id', models.CharField(max_length=64)),
                        ('payload', models.JSONField()),
                        ('sealed_at', models.DateTimeField()),
                        ('previous_hash', models.CharField(max_length=64)),
                        ('hash', models.CharField(max_length=64, unique=True)),
                    ],
                    options={
                        'verbose_name': 'link of the chain',
                        'verbose_name_plural': 'links of the chain',
                        'ordering': ['pk'],
                        'indexes': [],
                        'constraints': [models.UniqueConstraint(fields=('source', 'source_id'), name='each_row_is_sealed_once'), models.UniqueConstraint(fields=('previous_hash',), name='the_chain_does_not_fork')],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cfeea3a7188eda01f4a15b7f2d64ae8ed1e53118', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_67dd4', table='audit_trail_link', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(verbose_name='when')),
                        ('verb', models.CharField(help_text='Object and past participle: action.closed', max_length=80, verbose_name='operation')),
                        ('actor_id', models.CharField(max_length=80)),
                        ('actor_label', models.CharField(max_length=200, verbose_name='who')),
                        ('actor_role', models.CharField(blank=True, max_length=200, verbose_name='as')),
                        ('on_behalf_of', models.CharField(blank=True, help_text='The person seen as, when support looked through their eyes', max_length=200)),
                        ('target_model', models.CharField(max_length=100)),
                        ('target_id', models.CharField(max_length=64)),
                        ('target_label', models.CharField(max_length=300, verbose_name='what')),
                        ('reason', models.TextField(blank=True, verbose_name='why')),
                        ('details', models.JSONField(blank=True, default=dict)),
                        ('context_id', models.UUIDField(help_text='Ties the operation to the field changes it made', null=True)),
                    ],
                    options={
                        'verbose_name': 'operation',
                        'verbose_name_plural': 'operations',
                        'ordering': ['-at', '-pk'],
                        'indexes': [models.Index(fields=['target_model', 'target_id', '-at'], name='entry_by_target'), models.Index(fields=['context_id'], name='entry_by_context'), models.Index(fields=['-at', '-id'], name='entry_by_date')],
                        'constraints': [],
                        'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='eba9ef14bd0251edaadd2b30e0713a8ac2175d61', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_61a65', table='audit_trail_entry', when='BEFORE')), pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='63c7ac72b810ece556095d0b771bfdebcf875667', operation='INSERT', pgid='pgtrigger_seal_ec408', table='audit_trail_entry', when='AFTER'))],
                    },
                ),
            ],
        ),
    ]
