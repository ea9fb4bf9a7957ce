import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import essaim.foundations.audit_trail.operations
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit_trail', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Authority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_the_one', models.BooleanField(default=True, editable=False, unique=True)),
                ('set_at', models.DateTimeField(verbose_name='set at')),
            ],
            options={
                'verbose_name': 'authority served',
                'verbose_name_plural': 'authority served',
            },
        ),
        migrations.CreateModel(
            name='Zone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
            ],
            options={
                'verbose_name': 'zone',
                'verbose_name_plural': 'zones',
                'ordering': ['zoning', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Commune',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=5, unique=True, verbose_name='INSEE code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('sort_key', models.CharField(db_collation='C', editable=False, max_length=210)),
                ('siren', models.CharField(blank=True, max_length=9, verbose_name='SIREN')),
                ('postcodes', models.CharField(blank=True, help_text='Separated by spaces', max_length=300, verbose_name='postcodes')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population')),
                ('population_vintage', models.CharField(blank=True, max_length=40, verbose_name='list of')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='exists since')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='existed until (excluded)')),
            ],
            options={
                'verbose_name': 'commune',
                'verbose_name_plural': 'communes',
                'ordering': ['sort_key', 'code'],
                'indexes': [models.Index(fields=['sort_key'], name='commune_in_french_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^(?:\\d{2}|2[AB])\\d{3}$')), name='commune_has_a_code_of_insee_form', violation_error_message='An INSEE code has five characters, such as 59350 or 2A004.'), models.CheckConstraint(condition=models.Q(('siren', ''), ('siren__regex', '^\\d{9}$'), _connector='OR'), name='commune_siren_has_nine_digits', violation_error_message='A SIREN has nine digits.'), models.UniqueConstraint(condition=models.Q(('siren', ''), _negated=True), fields=('siren',), name='commune_siren_is_its_own', violation_error_message='Another commune has this SIREN.'), models.CheckConstraint(condition=models.Q(('population__isnull', True), models.Q(('population_vintage', ''), _negated=True), _connector='OR'), name='commune_population_has_its_vintage', violation_error_message='A population comes with the list it was read in.'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='commune_ends_after_it_starts', violation_error_message='A period must end after it starts.'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='commune_centre_is_on_earth', violation_error_message='A centre has a longitude and a latitude, in degrees.')],
            },
        ),
        migrations.CreateModel(
            name='CommuneEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=5, verbose_name='INSEE code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('sort_key', models.CharField(db_collation='C', editable=False, max_length=210)),
                ('siren', models.CharField(blank=True, max_length=9, verbose_name='SIREN')),
                ('postcodes', models.CharField(blank=True, help_text='Separated by spaces', max_length=300, verbose_name='postcodes')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population')),
                ('population_vintage', models.CharField(blank=True, max_length=40, verbose_name='list of')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='exists since')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='existed until (excluded)')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='territory.commune')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Epci',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='short name')),
                ('sort_key', models.CharField(db_collation='C', editable=False, max_length=250)),
                ('kind', models.CharField(choices=[('METRO', 'Métropole'), ('MET69', 'Métropole de Lyon'), ('CU', 'Communauté urbaine'), ('CA', 'Communauté d’agglomération'), ('CC', 'Communauté de communes')], max_length=10, verbose_name='kind')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='municipal population')),
                ('population_total', models.PositiveIntegerField(blank=True, null=True, verbose_name='total population')),
                ('population_vintage', models.CharField(blank=True, max_length=40, verbose_name='list of')),
            ],
            options={
                'verbose_name': 'EPCI',
                'verbose_name_plural': 'EPCI',
                'ordering': ['sort_key', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('population__isnull', True), ('population_total__isnull', True)), models.Q(('population_vintage', ''), _negated=True), _connector='OR'), name='epci_population_has_its_vintage', violation_error_message='A population comes with the list it was read in.')],
            },
        ),
        migrations.CreateModel(
            name='AuthorityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('is_the_one', models.BooleanField(default=True, editable=False)),
                ('set_at', models.DateTimeField(verbose_name='set at')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='territory.authority')),
                ('epci', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.epci', verbose_name='EPCI')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='authority',
            name='epci',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.epci', verbose_name='EPCI'),
        ),
        migrations.CreateModel(
            name='EpciEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=40, verbose_name='short name')),
                ('sort_key', models.CharField(db_collation='C', editable=False, max_length=250)),
                ('kind', models.CharField(choices=[('METRO', 'Métropole'), ('MET69', 'Métropole de Lyon'), ('CU', 'Communauté urbaine'), ('CA', 'Communauté d’agglomération'), ('CC', 'Communauté de communes')], max_length=10, verbose_name='kind')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='municipal population')),
                ('population_total', models.PositiveIntegerField(blank=True, null=True, verbose_name='total population')),
                ('population_vintage', models.CharField(blank=True, max_length=40, verbose_name='list of')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='territory.epci')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EpciIdentifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until (excluded)')),
                ('certainty', models.CharField(choices=[('established', 'Established'), ('to_confirm', 'To confirm')], default='established', max_length=20, verbose_name='certainty of the dates')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('siren', models.CharField(max_length=9, unique=True, verbose_name='SIREN')),
                ('epci', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='territory.epci', verbose_name='EPCI')),
            ],
            options={
                'verbose_name': 'SIREN of an EPCI',
                'verbose_name_plural': 'SIREN of an EPCI',
                'ordering': ['epci', 'starts_on'],
            },
        ),
        migrations.CreateModel(
            name='EpciIdentifierEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until (excluded)')),
                ('certainty', models.CharField(choices=[('established', 'Established'), ('to_confirm', 'To confirm')], default='established', max_length=20, verbose_name='certainty of the dates')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('siren', models.CharField(max_length=9, verbose_name='SIREN')),
                ('epci', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.epci', verbose_name='EPCI')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='territory.epciidentifier')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EpciMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until (excluded)')),
                ('certainty', models.CharField(choices=[('established', 'Established'), ('to_confirm', 'To confirm')], default='established', max_length=20, verbose_name='certainty of the dates')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('start_is_known', models.BooleanField(default=False, verbose_name='joined on that day')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='territory.commune', verbose_name='commune')),
                ('epci', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='territory.epci', verbose_name='EPCI')),
            ],
            options={
                'verbose_name': 'member of an EPCI',
                'verbose_name_plural': 'members of an EPCI',
                'ordering': ['commune', 'starts_on'],
            },
        ),
        migrations.CreateModel(
            name='EpciMembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until (excluded)')),
                ('certainty', models.CharField(choices=[('established', 'Established'), ('to_confirm', 'To confirm')], default='established', max_length=20, verbose_name='certainty of the dates')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('start_is_known', models.BooleanField(default=False, verbose_name='joined on that day')),
                ('commune', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.commune', verbose_name='commune')),
                ('epci', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.epci', verbose_name='EPCI')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='territory.epcimembership')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FormerCommune',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=5, verbose_name='INSEE code')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                ('search_key', models.CharField(blank=True, editable=False, max_length=210)),
                ('kind', models.CharField(choices=[('associated', 'Associated commune'), ('old_code', 'Former commune code')], max_length=20, verbose_name='kind')),
                ('since_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='since')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former', to='territory.commune', verbose_name='commune')),
            ],
            options={
                'verbose_name': 'former or associated commune',
                'verbose_name_plural': 'former and associated communes',
                'ordering': ['code', 'commune'],
            },
        ),
        migrations.CreateModel(
            name='FormerCommuneEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=5, verbose_name='INSEE code')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                ('search_key', models.CharField(blank=True, editable=False, max_length=210)),
                ('kind', models.CharField(choices=[('associated', 'Associated commune'), ('old_code', 'Former commune code')], max_length=20, verbose_name='kind')),
                ('since_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='since')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('commune', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.commune', verbose_name='commune')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='territory.formercommune')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Load',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('lists', 'Lists of communes and EPCI'), ('reference', 'Reference data shipped with Essaim'), ('outlines', 'Outlines')], max_length=20, verbose_name='kind')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('vintage', models.CharField(blank=True, max_length=40, verbose_name='vintage')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('row_count', models.PositiveIntegerField(verbose_name='rows')),
                ('loaded_at', models.DateTimeField(verbose_name='loaded at')),
            ],
            options={
                'verbose_name': 'load of reference data',
                'verbose_name_plural': 'loads of reference data',
                'ordering': ['-loaded_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='load_has_the_hash_of_its_file')],
            },
        ),
        migrations.CreateModel(
            name='LoadEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('lists', 'Lists of communes and EPCI'), ('reference', 'Reference data shipped with Essaim'), ('outlines', 'Outlines')], max_length=20, verbose_name='kind')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('vintage', models.CharField(blank=True, max_length=40, verbose_name='vintage')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('row_count', models.PositiveIntegerField(verbose_name='rows')),
                ('loaded_at', models.DateTimeField(verbose_name='loaded at')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='territory.load')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MembershipCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until (excluded)')),
                ('certainty', models.CharField(choices=[('established', 'Established'), ('to_confirm', 'To confirm')], default='established', max_length=20, verbose_name='certainty of the dates')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('commune_count', models.PositiveSmallIntegerField(verbose_name='number of communes')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('epci', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='territory.epci', verbose_name='EPCI')),
            ],
            options={
                'verbose_name': 'number of communes of an EPCI',
                'verbose_name_plural': 'numbers of communes of an EPCI',
                'ordering': ['epci', 'starts_on'],
            },
        ),
        migrations.CreateModel(
            name='MembershipCountEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until (excluded)')),
                ('certainty', models.CharField(choices=[('established', 'Established'), ('to_confirm', 'To confirm')], default='established', max_length=20, verbose_name='certainty of the dates')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('commune_count', models.PositiveSmallIntegerField(verbose_name='number of communes')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('epci', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.epci', verbose_name='EPCI')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='territory.membershipcount')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Outline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=9, unique=True, verbose_name='code')),
                ('geometry', models.JSONField(verbose_name='geometry')),
                ('load', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outlines', to='territory.load', verbose_name='load')),
            ],
            options={
                'verbose_name': 'outline',
                'verbose_name_plural': 'outlines',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='ZoneMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zones', to='territory.commune', verbose_name='commune')),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='territory.zone', verbose_name='zone')),
            ],
            options={
                'verbose_name': 'commune of a zone',
                'verbose_name_plural': 'communes of a zone',
                'ordering': ['zone', 'commune'],
            },
        ),
        migrations.CreateModel(
            name='ZoneMemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('commune', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.commune', verbose_name='commune')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='territory.zonemember')),
                ('zone', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.zone', verbose_name='zone')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Zoning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until (excluded)')),
                ('certainty', models.CharField(choices=[('established', 'Established'), ('to_confirm', 'To confirm')], default='established', max_length=20, verbose_name='certainty of the dates')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('slug', models.SlugField(help_text='Used in addresses: qpv-2024', max_length=60, unique=True, verbose_name='short name')),
                ('kind', models.CharField(choices=[('territoire', 'Governance territories'), ('unit', 'Territorial units'), ('qpv', 'Priority districts (QPV)'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('composition', models.CharField(choices=[('communes', 'Made of whole communes'), ('unknown', 'Composition unknown'), ('outlines', 'Drawn within communes')], max_length=20, verbose_name='composition')),
                ('zone_count', models.PositiveSmallIntegerField(blank=True, help_text='As the source gives it; empty if it does not', null=True, verbose_name='number of zones')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('epci', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zonings', to='territory.epci', verbose_name='EPCI')),
            ],
            options={
                'verbose_name': 'zoning',
                'verbose_name_plural': 'zonings',
                'ordering': ['epci', 'kind', '-starts_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ZoneEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='territory.zone')),
                ('zoning', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.zoning', verbose_name='zoning')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='zone',
            name='zoning',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zones', to='territory.zoning', verbose_name='zoning'),
        ),
        migrations.CreateModel(
            name='ZoningEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until (excluded)')),
                ('certainty', models.CharField(choices=[('established', 'Established'), ('to_confirm', 'To confirm')], default='established', max_length=20, verbose_name='certainty of the dates')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('slug', models.SlugField(db_index=False, help_text='Used in addresses: qpv-2024', max_length=60, verbose_name='short name')),
                ('kind', models.CharField(choices=[('territoire', 'Governance territories'), ('unit', 'Territorial units'), ('qpv', 'Priority districts (QPV)'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('composition', models.CharField(choices=[('communes', 'Made of whole communes'), ('unknown', 'Composition unknown'), ('outlines', 'Drawn within communes')], max_length=20, verbose_name='composition')),
                ('zone_count', models.PositiveSmallIntegerField(blank=True, help_text='As the source gives it; empty if it does not', null=True, verbose_name='number of zones')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('epci', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='territory.epci', verbose_name='EPCI')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='territory.zoning')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='authority',
            constraint=models.CheckConstraint(condition=models.Q(('is_the_one', True)), name='there_is_one_authority'),
        ),
        migrations.AddConstraint(
            model_name='epciidentifier',
            constraint=models.CheckConstraint(condition=models.Q(('siren__regex', '^\\d{9}$')), name='epci_siren_has_nine_digits', violation_error_message='A SIREN has nine digits.'),
        ),
        migrations.AddConstraint(
            model_name='epciidentifier',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='epci_siren_ends_after_it_starts', violation_error_message='A period must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='epciidentifier',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('epci'), models.F('epci'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='epci_has_one_siren_at_a_time', violation_error_message='An EPCI has one SIREN at a time.'),
        ),
        migrations.AddConstraint(
            model_name='epcimembership',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='membership_ends_after_it_starts', violation_error_message='A period must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='epcimembership',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', False)), name='membership_has_a_first_known_day', violation_error_message='A membership has a first day on which it is known.'),
        ),
        migrations.AddConstraint(
            model_name='epcimembership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('commune'), models.F('commune'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='commune_is_in_one_epci_at_a_time', violation_error_message='A commune is a member of one EPCI at a time.'),
        ),
        migrations.AddConstraint(
            model_name='formercommune',
            constraint=models.UniqueConstraint(fields=('code', 'commune'), name='former_code_leads_to_a_commune_once'),
        ),
        migrations.AddConstraint(
            model_name='formercommune',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^(?:\\d{2}|2[AB])\\d{3}$')), name='former_commune_has_a_code_of_insee_form', violation_error_message='An INSEE code has five characters, such as 59350 or 2A004.'),
        ),
        migrations.AddConstraint(
            model_name='formercommune',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'associated'), _negated=True), models.Q(('name', ''), _negated=True), _connector='OR'), name='associated_commune_has_a_name', violation_error_message='An associated commune has a name.'),
        ),
        migrations.AddConstraint(
            model_name='membershipcount',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='membership_count_ends_after_it_starts', violation_error_message='A period must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='membershipcount',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('epci'), models.F('epci'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='epci_has_one_count_at_a_time', violation_error_message='An EPCI has one number of communes at a time.'),
        ),
        migrations.AddConstraint(
            model_name='outline',
            constraint=models.CheckConstraint(condition=models.Q(('geometry__type__in', ['Polygon', 'MultiPolygon'])), name='outline_is_a_polygon', violation_error_message='An outline is a Polygon or a MultiPolygon.'),
        ),
        migrations.AddConstraint(
            model_name='zonemember',
            constraint=models.UniqueConstraint(fields=('zone', 'commune'), name='commune_is_in_a_zone_once'),
        ),
        migrations.AddConstraint(
            model_name='zoning',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='zoning_ends_after_it_starts', violation_error_message='A period must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='zoning',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'other'), _negated=True), fields=('epci', 'kind', 'starts_on'), name='zoning_has_one_edition_a_day', violation_error_message='There is already an edition of this zoning from that day on.'),
        ),
        migrations.AddConstraint(
            model_name='zone',
            constraint=models.UniqueConstraint(fields=('zoning', 'code'), name='zone_code_is_unique_in_its_zoning', violation_error_message='This zoning already has a zone of that code.'),
        ),
        essaim.foundations.audit_trail.operations.AddTriggers(
            triggers=[
                pgtrigger.migrations.AddTrigger(
                    model_name='commune',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_communeevent" ("code", "id", "latitude", "longitude", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_vintage", "postcodes", "siren", "sort_key", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", NEW."latitude", NEW."longitude", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."population", NEW."population_vintage", NEW."postcodes", NEW."siren", NEW."sort_key", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='afef4ed0e0c908dbd4767b1e578d2f43802775af', operation='INSERT', pgid='pgtrigger_insert_insert_38273', table='territory_commune', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='commune',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "territory_communeevent" ("code", "id", "latitude", "longitude", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_vintage", "postcodes", "siren", "sort_key", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", NEW."latitude", NEW."longitude", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."population", NEW."population_vintage", NEW."postcodes", NEW."siren", NEW."sort_key", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='e58862760ca6eed869f782d95677ead8999cf625', operation='UPDATE', pgid='pgtrigger_update_update_5816a', table='territory_commune', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='commune',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_communeevent" ("code", "id", "latitude", "longitude", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_vintage", "postcodes", "siren", "sort_key", "valid_from", "valid_to") VALUES (OLD."code", OLD."id", OLD."latitude", OLD."longitude", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."population", OLD."population_vintage", OLD."postcodes", OLD."siren", OLD."sort_key", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='79e7852ac35a8d44d455501c8ef1b8651dbf8ce5', operation='DELETE', pgid='pgtrigger_delete_delete_7d09f', table='territory_commune', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epci',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_epcievent" ("id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_total", "population_vintage", "short_name", "sort_key") VALUES (NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."population", NEW."population_total", NEW."population_vintage", NEW."short_name", NEW."sort_key"); RETURN NULL;', hash='ec748ac6df44836f20bb735f920b393fd4d12ac4', operation='INSERT', pgid='pgtrigger_insert_insert_e0957', table='territory_epci', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epci',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "territory_epcievent" ("id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_total", "population_vintage", "short_name", "sort_key") VALUES (NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."population", NEW."population_total", NEW."population_vintage", NEW."short_name", NEW."sort_key"); RETURN NULL;', hash='d04b7abfec7be4896fe11b236fdf0c7b7a7e9d9f', operation='UPDATE', pgid='pgtrigger_update_update_e1b68', table='territory_epci', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epci',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_epcievent" ("id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_total", "population_vintage", "short_name", "sort_key") VALUES (OLD."id", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."population", OLD."population_total", OLD."population_vintage", OLD."short_name", OLD."sort_key"); RETURN NULL;', hash='709bcc4b10608ca62263f0f427499e03943e034a', operation='DELETE', pgid='pgtrigger_delete_delete_2a3a1', table='territory_epci', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='load',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_loadevent" ("id", "kind", "loaded_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "row_count", "sha256", "source", "vintage") VALUES (NEW."id", NEW."kind", NEW."loaded_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."row_count", NEW."sha256", NEW."source", NEW."vintage"); RETURN NULL;', hash='94ffe07167e7a9df2c89e84a89b879dbbfe8840e', operation='INSERT', pgid='pgtrigger_insert_insert_a4c0b', table='territory_load', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='load',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "territory_loadevent" ("id", "kind", "loaded_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "row_count", "sha256", "source", "vintage") VALUES (NEW."id", NEW."kind", NEW."loaded_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."row_count", NEW."sha256", NEW."source", NEW."vintage"); RETURN NULL;', hash='173b1aecdd115da1d2b62e0b6cf3dd5feb716caf', operation='UPDATE', pgid='pgtrigger_update_update_6d189', table='territory_load', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='load',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_loadevent" ("id", "kind", "loaded_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "row_count", "sha256", "source", "vintage") VALUES (OLD."id", OLD."kind", OLD."loaded_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."row_count", OLD."sha256", OLD."source", OLD."vintage"); RETURN NULL;', hash='ba4737b08f9f34ad025cb2ef242517ab22b509e6', operation='DELETE', pgid='pgtrigger_delete_delete_affbe', table='territory_load', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='communeevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='7776caba1e15825fbe394473de6cef3470e32e79', operation='INSERT', pgid='pgtrigger_seal_774bb', table='territory_communeevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='communeevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e2a35aab666a0c43c635ca882b274000e11c3383', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bbc5b', table='territory_communeevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='authorityevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='ef5bf10403582be88492d236998c99a15cb81e17', operation='INSERT', pgid='pgtrigger_seal_dfabd', table='territory_authorityevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='authorityevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4cdb78ea27b320552906450cac33ba7e760ed730', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_834bd', table='territory_authorityevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='authority',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_authorityevent" ("epci_id", "id", "is_the_one", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at") VALUES (NEW."epci_id", NEW."id", NEW."is_the_one", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."set_at"); RETURN NULL;', hash='b52596f038ab8d34fb605ff6db9c33520959b9b8', operation='INSERT', pgid='pgtrigger_insert_insert_64aaf', table='territory_authority', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='authority',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "territory_authorityevent" ("epci_id", "id", "is_the_one", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at") VALUES (NEW."epci_id", NEW."id", NEW."is_the_one", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."set_at"); RETURN NULL;', hash='865f019346faf6d09b56995b84713555e0fcc2de', operation='UPDATE', pgid='pgtrigger_update_update_8f7bd', table='territory_authority', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='authority',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_authorityevent" ("epci_id", "id", "is_the_one", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at") VALUES (OLD."epci_id", OLD."id", OLD."is_the_one", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."set_at"); RETURN NULL;', hash='7f62fabfde10a4b27bab3df419409b32e969e968', operation='DELETE', pgid='pgtrigger_delete_delete_5f529', table='territory_authority', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epcievent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='8f68caef248ebd2fe61a8bd90ca24d43a4e9eadb', operation='INSERT', pgid='pgtrigger_seal_78b7a', table='territory_epcievent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epcievent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0b39f740a68897a275189d8cc5a08ff9d5d821b4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fd029', table='territory_epcievent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epciidentifier',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_epciidentifierevent" ("certainty", "ends_on", "epci_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siren", "source", "starts_on") VALUES (NEW."certainty", NEW."ends_on", NEW."epci_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."siren", NEW."source", NEW."starts_on"); RETURN NULL;', hash='64fbe1cda6ba13ce76e9d648a5fd49b59939c34e', operation='INSERT', pgid='pgtrigger_insert_insert_fb442', table='territory_epciidentifier', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epciidentifier',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "territory_epciidentifierevent" ("certainty", "ends_on", "epci_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siren", "source", "starts_on") VALUES (NEW."certainty", NEW."ends_on", NEW."epci_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."siren", NEW."source", NEW."starts_on"); RETURN NULL;', hash='5840bf12e09cb648644467cde58b5118d186432a', operation='UPDATE', pgid='pgtrigger_update_update_9bf58', table='territory_epciidentifier', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epciidentifier',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_epciidentifierevent" ("certainty", "ends_on", "epci_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "siren", "source", "starts_on") VALUES (OLD."certainty", OLD."ends_on", OLD."epci_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."siren", OLD."source", OLD."starts_on"); RETURN NULL;', hash='9eb6d03c39af405864fd62a2fc249b49b7695689', operation='DELETE', pgid='pgtrigger_delete_delete_1c8d6', table='territory_epciidentifier', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epciidentifierevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='e33c401c1671b392e10b435fc66bfad09cfc7710', operation='INSERT', pgid='pgtrigger_seal_12fce', table='territory_epciidentifierevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epciidentifierevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='05391290b9f6dfc1c05ec5da3ca4403a3583e1fb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d9a78', table='territory_epciidentifierevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epcimembership',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_epcimembershipevent" ("certainty", "commune_id", "ends_on", "epci_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "start_is_known", "starts_on") VALUES (NEW."certainty", NEW."commune_id", NEW."ends_on", NEW."epci_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."start_is_known", NEW."starts_on"); RETURN NULL;', hash='3c48284621de54b95b39ebe2bb46a367ff8c1b5e', operation='INSERT', pgid='pgtrigger_insert_insert_af113', table='territory_epcimembership', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epcimembership',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "territory_epcimembershipevent" ("certainty", "commune_id", "ends_on", "epci_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "start_is_known", "starts_on") VALUES (NEW."certainty", NEW."commune_id", NEW."ends_on", NEW."epci_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."start_is_known", NEW."starts_on"); RETURN NULL;', hash='c301a8314de1e80c131f5fefd1d70714506a4754', operation='UPDATE', pgid='pgtrigger_update_update_65d4b', table='territory_epcimembership', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epcimembership',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_epcimembershipevent" ("certainty", "commune_id", "ends_on", "epci_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "start_is_known", "starts_on") VALUES (OLD."certainty", OLD."commune_id", OLD."ends_on", OLD."epci_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."start_is_known", OLD."starts_on"); RETURN NULL;', hash='5b9578bd8f9cee7439abbaf36c28d13d77d9efb8', operation='DELETE', pgid='pgtrigger_delete_delete_d9210', table='territory_epcimembership', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epcimembershipevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='73b13698377235c3d45868b06a428c9f2b2a4182', operation='INSERT', pgid='pgtrigger_seal_c5257', table='territory_epcimembershipevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='epcimembershipevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='828f773a2e14c8fe6d12146c2f525e94a7089097', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_12fc9', table='territory_epcimembershipevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='formercommune',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_formercommuneevent" ("code", "commune_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_key", "since_year", "source") VALUES (NEW."code", NEW."commune_id", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."search_key", NEW."since_year", NEW."source"); RETURN NULL;', hash='5124384ec2a58c64582be3a9284394791703c764', operation='INSERT', pgid='pgtrigger_insert_insert_61042', table='territory_formercommune', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='formercommune',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "territory_formercommuneevent" ("code", "commune_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_key", "since_year", "source") VALUES (NEW."code", NEW."commune_id", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."search_key", NEW."since_year", NEW."source"); RETURN NULL;', hash='1d12be41e834ad11f74092ca86f5fa9f51981306', operation='UPDATE', pgid='pgtrigger_update_update_50852', table='territory_formercommune', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='formercommune',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_formercommuneevent" ("code", "commune_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "search_key", "since_year", "source") VALUES (OLD."code", OLD."commune_id", OLD."id", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."search_key", OLD."since_year", OLD."source"); RETURN NULL;', hash='4484d630f533d8e5f40806783679d760af357c1d', operation='DELETE', pgid='pgtrigger_delete_delete_00257', table='territory_formercommune', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='formercommuneevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='4a0d92530acbf05bb88e52866cfbf759d61d80b7', operation='INSERT', pgid='pgtrigger_seal_c4afe', table='territory_formercommuneevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='formercommuneevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f41b33dc7d8596e25a3211a276a1ef5572d681b0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ca1b6', table='territory_formercommuneevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='loadevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='c79097523d03dadf3f30fc73cc5efd11e4c989ba', operation='INSERT', pgid='pgtrigger_seal_d1cf1', table='territory_loadevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='loadevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c3a5c30b06b45c26460db3d7274ae9938fcf8a2d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9c34b', table='territory_loadevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membershipcount',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_membershipcountevent" ("certainty", "commune_count", "ends_on", "epci_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on") VALUES (NEW."certainty", NEW."commune_count", NEW."ends_on", NEW."epci_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."starts_on"); RETURN NULL;', hash='b6bc079a9cda69a78fdc34fad4a047dc359fa035', operation='INSERT', pgid='pgtrigger_insert_insert_a24a2', table='territory_membershipcount', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membershipcount',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "territory_membershipcountevent" ("certainty", "commune_count", "ends_on", "epci_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on") VALUES (NEW."certainty", NEW."commune_count", NEW."ends_on", NEW."epci_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."starts_on"); RETURN NULL;', hash='e0ee980172612dc862567fbb751f40bb406e5ef9', operation='UPDATE', pgid='pgtrigger_update_update_adab6', table='territory_membershipcount', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membershipcount',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_membershipcountevent" ("certainty", "commune_count", "ends_on", "epci_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on") VALUES (OLD."certainty", OLD."commune_count", OLD."ends_on", OLD."epci_id", OLD."id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."starts_on"); RETURN NULL;', hash='eb084b81b10905a48ad9257ce032e0403e08865b', operation='DELETE', pgid='pgtrigger_delete_delete_98280', table='territory_membershipcount', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membershipcountevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='67a59be5e4f8b76a679e2b02af7987ae591c7e08', operation='INSERT', pgid='pgtrigger_seal_a8223', table='territory_membershipcountevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membershipcountevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='310ca1fab5733ccee06262c94df0eb9e2ac1ac5d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_635e5', table='territory_membershipcountevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zonemember',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_zonememberevent" ("commune_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."commune_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."zone_id"); RETURN NULL;', hash='b4ac13e18d2c7cd3caab577475c224f07a9bd213', operation='INSERT', pgid='pgtrigger_insert_insert_cc17f', table='territory_zonemember', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zonemember',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "territory_zonememberevent" ("commune_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (NEW."commune_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."zone_id"); RETURN NULL;', hash='8e4baa3e39a85441b5708378370088ad6672be4a', operation='UPDATE', pgid='pgtrigger_update_update_d838e', table='territory_zonemember', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zonemember',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_zonememberevent" ("commune_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") VALUES (OLD."commune_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."zone_id"); RETURN NULL;', hash='cf28ea44f5fc2c6d83ce840e7b6eaa2811a1997d', operation='DELETE', pgid='pgtrigger_delete_delete_8f0c7', table='territory_zonemember', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zonememberevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='2e20f24961dc8f4d9a08921d2a98788ee83401ac', operation='INSERT', pgid='pgtrigger_seal_a2a49', table='territory_zonememberevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zonememberevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d68b319492c40503b254887152de301ac681e615', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3a2b7', table='territory_zonememberevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zoning',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_zoningevent" ("certainty", "composition", "ends_on", "epci_id", "id", "kind", "name", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "zone_count") VALUES (NEW."certainty", NEW."composition", NEW."ends_on", NEW."epci_id", NEW."id", NEW."kind", NEW."name", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."slug", NEW."source", NEW."starts_on", NEW."zone_count"); RETURN NULL;', hash='091d6be54727560d10fd53678fd318f4129f1569', operation='INSERT', pgid='pgtrigger_insert_insert_288e1', table='territory_zoning', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zoning',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "territory_zoningevent" ("certainty", "composition", "ends_on", "epci_id", "id", "kind", "name", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "zone_count") VALUES (NEW."certainty", NEW."composition", NEW."ends_on", NEW."epci_id", NEW."id", NEW."kind", NEW."name", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."slug", NEW."source", NEW."starts_on", NEW."zone_count"); RETURN NULL;', hash='9da131590d563d1689be225883b2d1b78206c822', operation='UPDATE', pgid='pgtrigger_update_update_91df0', table='territory_zoning', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zoning',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_zoningevent" ("certainty", "composition", "ends_on", "epci_id", "id", "kind", "name", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source", "starts_on", "zone_count") VALUES (OLD."certainty", OLD."composition", OLD."ends_on", OLD."epci_id", OLD."id", OLD."kind", OLD."name", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."slug", OLD."source", OLD."starts_on", OLD."zone_count"); RETURN NULL;', hash='2a4e88d9d30cf6e983cadb5ebcdaaa45a96bbefa', operation='DELETE', pgid='pgtrigger_delete_delete_19293', table='territory_zoning', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zoneevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='174efa6220422c9c0a995645e45b5176fa2b85e4', operation='INSERT', pgid='pgtrigger_seal_d0f1e', table='territory_zoneevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zoneevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bd1f30854c945277339ededda1965e399b62dcab', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_21544', table='territory_zoneevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zone',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_zoneevent" ("code", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zoning_id") VALUES (NEW."code", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."zoning_id"); RETURN NULL;', hash='bdbd7e20e4db56edf5c8c9cd7e00174bd9dc93b1', operation='INSERT', pgid='pgtrigger_insert_insert_2344a', table='territory_zone', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zone',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "territory_zoneevent" ("code", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zoning_id") VALUES (NEW."code", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."zoning_id"); RETURN NULL;', hash='4c89294719de3e88218cc794feda6bd9e08eced4', operation='UPDATE', pgid='pgtrigger_update_update_d5d98', table='territory_zone', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zone',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "territory_zoneevent" ("code", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zoning_id") VALUES (OLD."code", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."zoning_id"); RETURN NULL;', hash='2b98204d3f5163585a3d6e166ec4f9e9309b1618', operation='DELETE', pgid='pgtrigger_delete_delete_e3204', table='territory_zone', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zoningevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='529d60c7470180e5298872dcc76fa8c79a058328', operation='INSERT', pgid='pgtrigger_seal_97afa', table='territory_zoningevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='zoningevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='487551fba9d4cd33cd5bfc5c23ff7748ca3cf1d8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9d08a', table='territory_zoningevent', when='BEFORE')),
                ),
            ],
        ),
    ]
