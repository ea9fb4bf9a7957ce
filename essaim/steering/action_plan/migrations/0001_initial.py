import django.db.models.deletion
import essaim.foundations.audit_trail.operations
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('audit_trail', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Axis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('intent', models.TextField(blank=True, verbose_name='intent')),
            ],
            options={
                'verbose_name': 'axis',
                'verbose_name_plural': 'axes',
                'ordering': ['plan', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Dependency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'dependency',
                'verbose_name_plural': 'dependencies',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'policy crossed',
                'verbose_name_plural': 'policies crossed',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('issuer', models.CharField(blank=True, max_length=200, verbose_name='issuer')),
                ('dated', models.CharField(blank=True, max_length=200, verbose_name='date, in words')),
                ('weight', models.CharField(choices=[('legal_act', 'Legal act'), ('official', 'Official document'), ('secondary', 'Second-hand summary'), ('party', "A party's own account"), ('public_page', 'Public page'), ('editorial', 'Written by Essaim')], max_length=20, verbose_name='weight')),
                ('url', models.URLField(blank=True, verbose_name='address')),
                ('note', models.TextField(blank=True, verbose_name='note')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('number', models.CharField(blank=True, help_text='Such as 17 C 0254; left empty when it is not known', max_length=40, verbose_name='number')),
                ('kind', models.CharField(choices=[('framework_deliberation', 'Framework deliberation'), ('deliberation', 'Deliberation'), ('decision', 'Decision')], max_length=30, verbose_name='kind')),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('body', models.CharField(max_length=200, verbose_name='body')),
                ('domain', models.CharField(blank=True, max_length=300, verbose_name='domain')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('voted', 'Voted'), ('enforceable', 'Enforceable'), ('repealed', 'Repealed')], default='draft', max_length=20, verbose_name='state')),
                ('voted_on', models.DateField(blank=True, help_text='First day of the month or year when only that is known', null=True, verbose_name='voted on')),
                ('voted_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year'), ('unknown', 'Unknown')], default='day', max_length=10, verbose_name="precision of the vote's date")),
                ('certified_on', models.DateField(blank=True, null=True, verbose_name='certified enforceable on')),
                ('vote', models.CharField(blank=True, max_length=200, verbose_name='vote')),
                ('votes_for', models.PositiveIntegerField(blank=True, null=True, verbose_name='votes for')),
                ('votes_against', models.PositiveIntegerField(blank=True, null=True, verbose_name='votes against')),
                ('abstentions', models.PositiveIntegerField(blank=True, null=True, verbose_name='abstentions')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='action_plan.act', verbose_name='replaces or amends')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'act',
                'verbose_name_plural': 'acts',
                'ordering': ['voted_on', 'certified_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.TextField(verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('plain_summary', models.TextField(blank=True, verbose_name='in plain words')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('open', 'Open'), ('done', 'Done'), ('dropped', 'Dropped')], default='proposed', max_length=20, verbose_name='state')),
                ('opened_on', models.DateField(blank=True, null=True, verbose_name='opened on')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('end_reason', models.TextField(blank=True, verbose_name='reason of its end')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='action_plan.action', verbose_name='part of')),
                ('axis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='action_plan.axis', verbose_name='axis')),
            ],
            options={
                'verbose_name': 'action',
                'verbose_name_plural': 'actions',
                'ordering': ['plan', 'number'],
            },
        ),
        migrations.CreateModel(
            name='ActionCommune',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('commune_code', models.CharField(max_length=5, verbose_name='commune code')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='communes', to='action_plan.action')),
            ],
            options={
                'verbose_name': 'commune of an action',
                'verbose_name_plural': 'communes of an action',
                'ordering': ['commune_code'],
            },
        ),
        migrations.CreateModel(
            name='ActionCommuneEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('commune_code', models.CharField(max_length=5, verbose_name='commune code')),
                ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.actioncommune')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Annex',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('url', models.URLField(blank=True, verbose_name='address')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annexes', to='action_plan.act')),
            ],
            options={
                'verbose_name': 'annex',
                'verbose_name_plural': 'annexes',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AnnexEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('url', models.URLField(blank=True, verbose_name='address')),
                ('act', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.act')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.annex')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('section', models.CharField(choices=[('operating', 'Operating'), ('investment', 'Investment')], max_length=20, verbose_name='section')),
                ('funder', models.CharField(max_length=120, verbose_name='funder')),
                ('planned_cents', models.BigIntegerField(default=0, verbose_name='planned')),
                ('voted_cents', models.BigIntegerField(default=0, verbose_name='voted')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('act', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='action_plan.act', verbose_name='act')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budget_lines', to='action_plan.action')),
            ],
            options={
                'verbose_name': 'budget line',
                'verbose_name_plural': 'budget lines',
                'ordering': ['year', 'section', 'funder', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BudgetLineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('section', models.CharField(choices=[('operating', 'Operating'), ('investment', 'Investment')], max_length=20, verbose_name='section')),
                ('funder', models.CharField(max_length=120, verbose_name='funder')),
                ('planned_cents', models.BigIntegerField(default=0, verbose_name='planned')),
                ('voted_cents', models.BigIntegerField(default=0, verbose_name='voted')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('act', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.act', verbose_name='act')),
                ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.budgetline')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tracking_number', models.CharField(max_length=20, unique=True, verbose_name='tracking number')),
                ('text', models.TextField(verbose_name='your question or remark')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='your e-mail address')),
                ('state', models.CharField(choices=[('received', 'Received'), ('assigned', 'Being answered'), ('answered', 'Answered'), ('set_aside', 'Set aside')], default='received', max_length=20, verbose_name='state')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('answer_due_on', models.DateField(verbose_name='answer due on')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='action_plan.action')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
            ],
            options={
                'verbose_name': 'question or remark',
                'verbose_name_plural': 'questions and remarks',
                'ordering': ['-received_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='action_plan.action')),
            ],
            options={
                'verbose_name': 'milestone',
                'verbose_name_plural': 'milestones',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DependencyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.dependency')),
                ('milestone', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.milestone')),
                ('needs', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.milestone', verbose_name='needs')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='dependency',
            name='milestone',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits_for', to='action_plan.milestone'),
        ),
        migrations.AddField(
            model_name='dependency',
            name='needs',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='awaited_by', to='action_plan.milestone', verbose_name='needs'),
        ),
        migrations.CreateModel(
            name='MilestoneEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.milestone')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='note')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='action_plan.action')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'ordering': ['-written_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='NoteEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('text', models.TextField(verbose_name='note')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.note')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PersonInAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('pilot', 'Pilot'), ('deputy', 'Deputy'), ('elected_referent', 'Elected referent')], max_length=20, verbose_name='role in the action')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until (excluded)')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='action_plan.action')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'person in an action',
                'verbose_name_plural': 'people in an action',
                'ordering': ['action', 'role', 'starts_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PersonInActionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('pilot', 'Pilot'), ('deputy', 'Deputy'), ('elected_referent', 'Elected referent')], max_length=20, verbose_name='role in the action')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until (excluded)')),
                ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.personinaction')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='Used in addresses: 2022-2026', max_length=40, unique=True, verbose_name='short name')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('summary', models.TextField(blank=True, verbose_name='in plain words')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until (excluded)')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('adopted', 'Adopted'), ('in_force', 'In force'), ('closed', 'Closed')], default='draft', max_length=20, verbose_name='state')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('founding_act', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='action_plan.act', verbose_name='founding act')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'plan',
                'verbose_name_plural': 'plans',
                'ordering': ['-starts_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FeedbackEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('tracking_number', models.CharField(max_length=20, verbose_name='tracking number')),
                ('text', models.TextField(verbose_name='your question or remark')),
                ('state', models.CharField(choices=[('received', 'Received'), ('assigned', 'Being answered'), ('answered', 'Answered'), ('set_aside', 'Set aside')], default='received', max_length=20, verbose_name='state')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('answer_due_on', models.DateField(verbose_name='answer due on')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('assignee', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.feedback')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.plan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='feedback',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='action_plan.plan'),
        ),
        migrations.CreateModel(
            name='DeclaredFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True, verbose_name='key')),
                ('label', models.CharField(max_length=300, verbose_name='what it counts')),
                ('wording', models.CharField(max_length=200, verbose_name='as the source says it')),
                ('value', models.DecimalField(decimal_places=2, max_digits=16, verbose_name='value')),
                ('is_approximate', models.BooleanField(default=False, verbose_name='approximate')),
                ('unit', models.CharField(max_length=60, verbose_name='unit')),
                ('period', models.CharField(max_length=120, verbose_name='period')),
                ('published', models.CharField(blank=True, max_length=120, verbose_name='published')),
                ('perimeter', models.CharField(max_length=300, verbose_name='perimeter')),
                ('denominator', models.CharField(blank=True, max_length=300, verbose_name='denominator')),
                ('caveat', models.TextField(blank=True, verbose_name='caution')),
                ('status', models.CharField(choices=[('declared', 'Declared'), ('published', 'Published')], max_length=20, verbose_name='status')),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='action_plan.action')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='action_plan.plan')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'declared figure',
                'verbose_name_plural': 'declared figures',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='axis',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='axes', to='action_plan.plan'),
        ),
        migrations.AddField(
            model_name='action',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='action_plan.plan'),
        ),
        migrations.CreateModel(
            name='PlanItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('principle', 'Principle'), ('stake', 'Stake'), ('content', 'Content of an axis'), ('result', 'Reported result')], max_length=20, verbose_name='kind')),
                ('code', models.CharField(max_length=10, verbose_name='number')),
                ('text', models.TextField(verbose_name='text')),
                ('axis', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='action_plan.axis', verbose_name='axis')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='action_plan.plan')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'item of a plan',
                'verbose_name_plural': 'items of a plan',
                'ordering': ['plan', 'kind', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Lineage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('continues', 'Continues'), ('merges', 'Merges'), ('splits', 'Splits'), ('new', 'New'), ('ends', 'Ends')], max_length=20, verbose_name='kind')),
                ('certainty', models.CharField(choices=[('confirmed', 'Confirmed'), ('to_confirm', 'To confirm')], default='to_confirm', max_length=20, verbose_name='certainty')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('from_action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='heirs', to='action_plan.action')),
                ('from_axis', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='heirs', to='action_plan.axis')),
                ('to_action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ancestors', to='action_plan.action')),
                ('to_axis', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ancestors', to='action_plan.axis')),
                ('from_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='heirs', to='action_plan.planitem')),
                ('to_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ancestors', to='action_plan.planitem')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'link between plans',
                'verbose_name_plural': 'links between plans',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PolicyCrossing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='crossings', to='action_plan.action')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crossings', to='action_plan.plan')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crossings', to='action_plan.policy')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='action_plan.source')),
            ],
            options={
                'verbose_name': 'crossing of policies',
                'verbose_name_plural': 'crossings of policies',
                'ordering': ['policy__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PolicyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, max_length=60, verbose_name='key')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.policy')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PolicyCrossingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.policycrossing')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.plan')),
                ('policy', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.policy')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanItemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('principle', 'Principle'), ('stake', 'Stake'), ('content', 'Content of an axis'), ('result', 'Reported result')], max_length=20, verbose_name='kind')),
                ('code', models.CharField(max_length=10, verbose_name='number')),
                ('text', models.TextField(verbose_name='text')),
                ('axis', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.axis', verbose_name='axis')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.planitem')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.plan')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, help_text='Used in addresses: 2022-2026', max_length=40, verbose_name='short name')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('summary', models.TextField(blank=True, verbose_name='in plain words')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until (excluded)')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('adopted', 'Adopted'), ('in_force', 'In force'), ('closed', 'Closed')], default='draft', max_length=20, verbose_name='state')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('founding_act', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.act', verbose_name='founding act')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.plan')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LineageEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('continues', 'Continues'), ('merges', 'Merges'), ('splits', 'Splits'), ('new', 'New'), ('ends', 'Ends')], max_length=20, verbose_name='kind')),
                ('certainty', models.CharField(choices=[('confirmed', 'Confirmed'), ('to_confirm', 'To confirm')], default='to_confirm', max_length=20, verbose_name='certainty')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('from_action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('from_axis', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.axis')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.lineage')),
                ('to_action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('to_axis', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.axis')),
                ('from_item', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.planitem')),
                ('to_item', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.planitem')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DeclaredFigureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('key', models.SlugField(db_index=False, max_length=80, verbose_name='key')),
                ('label', models.CharField(max_length=300, verbose_name='what it counts')),
                ('wording', models.CharField(max_length=200, verbose_name='as the source says it')),
                ('value', models.DecimalField(decimal_places=2, max_digits=16, verbose_name='value')),
                ('is_approximate', models.BooleanField(default=False, verbose_name='approximate')),
                ('unit', models.CharField(max_length=60, verbose_name='unit')),
                ('period', models.CharField(max_length=120, verbose_name='period')),
                ('published', models.CharField(blank=True, max_length=120, verbose_name='published')),
                ('perimeter', models.CharField(max_length=300, verbose_name='perimeter')),
                ('denominator', models.CharField(blank=True, max_length=300, verbose_name='denominator')),
                ('caveat', models.TextField(blank=True, verbose_name='caution')),
                ('status', models.CharField(choices=[('declared', 'Declared'), ('published', 'Published')], max_length=20, verbose_name='status')),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.declaredfigure')),
                ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.plan')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AxisEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('intent', models.TextField(blank=True, verbose_name='intent')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.axis')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.plan')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='axis',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='action_plan.source', verbose_name='source'),
        ),
        migrations.CreateModel(
            name='ActionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.TextField(verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('plain_summary', models.TextField(blank=True, verbose_name='in plain words')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('open', 'Open'), ('done', 'Done'), ('dropped', 'Dropped')], default='proposed', max_length=20, verbose_name='state')),
                ('opened_on', models.DateField(blank=True, null=True, verbose_name='opened on')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('end_reason', models.TextField(blank=True, verbose_name='reason of its end')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action', verbose_name='part of')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.action')),
                ('axis', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.axis', verbose_name='axis')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.plan')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='action',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='action_plan.source', verbose_name='source'),
        ),
        migrations.CreateModel(
            name='ActEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('key', models.SlugField(db_index=False, max_length=60, verbose_name='key')),
                ('number', models.CharField(blank=True, help_text='Such as 17 C 0254; left empty when it is not known', max_length=40, verbose_name='number')),
                ('kind', models.CharField(choices=[('framework_deliberation', 'Framework deliberation'), ('deliberation', 'Deliberation'), ('decision', 'Decision')], max_length=30, verbose_name='kind')),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('body', models.CharField(max_length=200, verbose_name='body')),
                ('domain', models.CharField(blank=True, max_length=300, verbose_name='domain')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('voted', 'Voted'), ('enforceable', 'Enforceable'), ('repealed', 'Repealed')], default='draft', max_length=20, verbose_name='state')),
                ('voted_on', models.DateField(blank=True, help_text='First day of the month or year when only that is known', null=True, verbose_name='voted on')),
                ('voted_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year'), ('unknown', 'Unknown')], default='day', max_length=10, verbose_name="precision of the vote's date")),
                ('certified_on', models.DateField(blank=True, null=True, verbose_name='certified enforceable on')),
                ('vote', models.CharField(blank=True, max_length=200, verbose_name='vote')),
                ('votes_for', models.PositiveIntegerField(blank=True, null=True, verbose_name='votes for')),
                ('votes_against', models.PositiveIntegerField(blank=True, null=True, verbose_name='votes against')),
                ('abstentions', models.PositiveIntegerField(blank=True, null=True, verbose_name='abstentions')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.act')),
                ('replaces', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.act', verbose_name='replaces or amends')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SourceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('key', models.SlugField(db_index=False, max_length=60, verbose_name='key')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('issuer', models.CharField(blank=True, max_length=200, verbose_name='issuer')),
                ('dated', models.CharField(blank=True, max_length=200, verbose_name='date, in words')),
                ('weight', models.CharField(choices=[('legal_act', 'Legal act'), ('official', 'Official document'), ('secondary', 'Second-hand summary'), ('party', "A party's own account"), ('public_page', 'Public page'), ('editorial', 'Written by Essaim')], max_length=20, verbose_name='weight')),
                ('url', models.URLField(blank=True, verbose_name='address')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Stakeholder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('service', 'Department of the authority'), ('partner', 'Partner'), ('operator', 'Operator')], max_length=20, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stakeholders', to='action_plan.action')),
            ],
            options={
                'verbose_name': 'stakeholder',
                'verbose_name_plural': 'stakeholders',
                'ordering': ['kind', 'name'],
            },
        ),
        migrations.CreateModel(
            name='StakeholderEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('service', 'Department of the authority'), ('partner', 'Partner'), ('operator', 'Operator')], max_length=20, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.stakeholder')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=120, verbose_name='topic')),
                ('wording', models.TextField(verbose_name='wording of the source')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('act', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='action_plan.act')),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='action_plan.action')),
                ('axis', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='action_plan.axis')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='action_plan.plan')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'statement of a source',
                'verbose_name_plural': 'statements of sources',
                'ordering': ['topic', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='StatementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('topic', models.CharField(max_length=120, verbose_name='topic')),
                ('wording', models.TextField(verbose_name='wording of the source')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('act', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.act')),
                ('action', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('axis', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.axis')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.statement')),
                ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.plan')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.source', verbose_name='source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StatusOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('no_data', 'No data'), ('not_started', 'Not started'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('late', 'Late'), ('done', 'Done')], max_length=20, verbose_name='status')),
                ('reason', models.TextField(verbose_name='reason')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until (excluded)')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overrides', to='action_plan.action')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'status put by hand',
                'verbose_name_plural': 'statuses put by hand',
                'ordering': ['-starts_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='StatusOverrideEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('status', models.CharField(choices=[('no_data', 'No data'), ('not_started', 'Not started'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('late', 'Late'), ('done', 'Done')], max_length=20, verbose_name='status')),
                ('reason', models.TextField(verbose_name='reason')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until (excluded)')),
                ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('author', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.statusoverride')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('state', models.CharField(choices=[('to_do', 'To do'), ('done', 'Done'), ('cancelled', 'Cancelled')], default='to_do', max_length=20, verbose_name='state')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='action_plan.action')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
            ],
            options={
                'verbose_name': 'task',
                'verbose_name_plural': 'tasks',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TaskEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('state', models.CharField(choices=[('to_do', 'To do'), ('done', 'Done'), ('cancelled', 'Cancelled')], default='to_do', max_length=20, verbose_name='state')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='action_plan.action')),
                ('assignee', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='action_plan.task')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='actioncommune',
            constraint=models.UniqueConstraint(fields=('action', 'commune_code'), name='commune_is_in_an_action_once'),
        ),
        migrations.AddConstraint(
            model_name='actioncommune',
            constraint=models.CheckConstraint(condition=models.Q(('commune_code__regex', '^(\\d{2}|2[AB])\\d{3}$')), name='commune_code_is_of_insee_form'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('year__gte', 2000), ('year__lte', 2100)), name='budget_year_is_plausible'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('planned_cents', 0), ('voted_cents', 0), _negated=True), name='budget_line_changes_something', violation_error_message='Give an amount planned or voted.'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('planned_cents__gte', 0), ('voted_cents__gte', 0)), models.Q(('reason', ''), _negated=True), _connector='OR'), name='budget_correction_says_why', violation_error_message='A negative amount corrects an earlier line: say why.'),
        ),
        migrations.AddConstraint(
            model_name='dependency',
            constraint=models.UniqueConstraint(fields=('milestone', 'needs'), name='dependency_is_stated_once'),
        ),
        migrations.AddConstraint(
            model_name='dependency',
            constraint=models.CheckConstraint(condition=models.Q(('milestone', models.F('needs')), _negated=True), name='milestone_does_not_wait_for_itself'),
        ),
        migrations.AddConstraint(
            model_name='personinaction',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True), ('role', 'pilot')), fields=('action',), name='one_pilot_at_a_time', violation_error_message='This action already has a pilot.'),
        ),
        migrations.AddConstraint(
            model_name='personinaction',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('action', 'person', 'role'), name='one_role_is_held_once', violation_error_message='This person already has this role.'),
        ),
        migrations.AddConstraint(
            model_name='personinaction',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='part_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['answered', 'set_aside'])), models.Q(('ended_at__isnull', True), ('state__in', ['received', 'assigned'])), _connector='OR'), name='ended_feedback_has_its_moment_and_no_other'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'assigned']), models.Q(('answer', ''), _negated=True), _connector='OR'), name='ended_feedback_has_an_answer', violation_error_message='Write an answer: the person will read it.'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'assigned'), _negated=True), ('assignee__isnull', False), _connector='OR'), name='assigned_feedback_has_somebody'),
        ),
        migrations.AddConstraint(
            model_name='policycrossing',
            constraint=models.UniqueConstraint(fields=('policy', 'plan', 'action'), name='policy_is_crossed_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.UniqueConstraint(fields=('plan', 'code'), name='item_code_is_unique_in_its_plan'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='plan_ends_after_it_starts', violation_error_message='A plan must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('founding_act__isnull', False), _connector='OR'), name='plan_past_draft_has_a_founding_act', violation_error_message='An adopted plan must name the act that adopted it.'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='closed_plan_has_its_date_and_no_other', violation_error_message='A closed plan has the date of its closing, and no other plan has.'),
        ),
        migrations.AddConstraint(
            model_name='lineage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('from_action__isnull', True), ('from_item__isnull', True)), models.Q(('from_axis__isnull', True), ('from_item__isnull', True)), models.Q(('from_action__isnull', True), ('from_axis__isnull', True)), models.Q(('from_action__isnull', True), ('from_axis__isnull', True), ('from_item__isnull', True)), _connector='OR'), models.Q(models.Q(('to_action__isnull', True), ('to_item__isnull', True)), models.Q(('to_axis__isnull', True), ('to_item__isnull', True)), models.Q(('to_action__isnull', True), ('to_axis__isnull', True)), models.Q(('to_action__isnull', True), ('to_axis__isnull', True), ('to_item__isnull', True)), _connector='OR')), name='lineage_has_one_end_on_each_side'),
        ),
        migrations.AddConstraint(
            model_name='lineage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'new'), ('from_action__isnull', True), ('from_axis__isnull', True), ('from_item__isnull', True)), models.Q(models.Q(('kind', 'new'), _negated=True), models.Q(('from_action__isnull', True), ('from_axis__isnull', True), ('from_item__isnull', True), _negated=True)), _connector='OR'), name='only_what_is_new_comes_from_nothing', violation_error_message='Only what is new comes from nothing.'),
        ),
        migrations.AddConstraint(
            model_name='lineage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'ends'), ('to_action__isnull', True), ('to_axis__isnull', True), ('to_item__isnull', True), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('kind', 'ends'), _negated=True), models.Q(('to_action__isnull', True), ('to_axis__isnull', True), ('to_item__isnull', True), _negated=True)), _connector='OR'), name='only_what_ends_goes_to_nothing_and_says_why', violation_error_message='What ends goes to nothing, and says why; everything else goes somewhere.'),
        ),
        migrations.AddConstraint(
            model_name='declaredfigure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('unit', '%'), _negated=True), models.Q(('denominator', ''), _negated=True), _connector='OR'), name='share_has_its_denominator', violation_error_message='A share must say of what.'),
        ),
        migrations.AddConstraint(
            model_name='axis',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='axis_number_is_unique_in_its_plan', violation_error_message='This plan already has an axis of that number.'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='action_number_is_unique_in_its_plan', violation_error_message='This plan already has an action of that number.'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'proposed'), ('opened_on__isnull', False), ('state', 'dropped'), _connector='OR'), name='open_action_has_its_date', violation_error_message='An open action must have the date it opened.'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state__in', ['done', 'dropped'])), models.Q(('ended_on__isnull', True), ('state__in', ['proposed', 'open'])), _connector='OR'), name='ended_action_has_its_date_and_no_other', violation_error_message='An ended action has the date of its end, and no other action has.'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('end_reason', ''), _negated=True), _connector='OR'), name='dropped_action_says_why', violation_error_message='Say why the action is dropped.'),
        ),
        migrations.AddConstraint(
            model_name='act',
            constraint=models.CheckConstraint(condition=models.Q(('voted_on__isnull', False), ('voted_precision', 'unknown'), _connector='OR'), name='act_without_date_says_so', violation_error_message='Give the date of the vote, or say that it is unknown.'),
        ),
        migrations.AddConstraint(
            model_name='act',
            constraint=models.CheckConstraint(condition=models.Q(('certified_on__isnull', True), models.Q(('state', 'draft'), _negated=True), _connector='OR'), name='draft_act_is_not_certified', violation_error_message='An act is certified after it was voted.'),
        ),
        migrations.AddConstraint(
            model_name='act',
            constraint=models.CheckConstraint(condition=models.Q(('certified_on__isnull', True), ('voted_on__isnull', True), ('certified_on__gte', models.F('voted_on')), _connector='OR'), name='act_is_certified_after_its_vote', violation_error_message='An act cannot be certified before it was voted.'),
        ),
        migrations.AddConstraint(
            model_name='stakeholder',
            constraint=models.UniqueConstraint(fields=('action', 'kind', 'name'), name='stakeholder_is_named_once'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act__isnull', False), ('action__isnull', True), ('axis__isnull', True), ('plan__isnull', True)), models.Q(('act__isnull', True), ('action__isnull', True), ('axis__isnull', True), ('plan__isnull', False)), models.Q(('act__isnull', True), ('action__isnull', True), ('axis__isnull', False), ('plan__isnull', True)), models.Q(('act__isnull', True), ('action__isnull', False), ('axis__isnull', True), ('plan__isnull', True)), _connector='OR'), name='statement_is_about_one_thing', violation_error_message='A statement is about one act, plan, axis or action.'),
        ),
        migrations.AddConstraint(
            model_name='statusoverride',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='override_ends_after_it_starts', violation_error_message='A status put by hand must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='statusoverride',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_says_why', violation_error_message='Say why the derived status is not right.'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'to_do')), models.Q(models.Q(('state', 'to_do'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='ended_task_has_its_moment_and_no_other'),
        ),
        essaim.foundations.audit_trail.operations.AddTriggers(
            triggers=[
                pgtrigger.migrations.AddTrigger(
                    model_name='policy',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_policyevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."slug"); RETURN NULL;', hash='9a3601f8e6793b9ef8506bf32702fd64f01e72fa', operation='INSERT', pgid='pgtrigger_insert_insert_94b12', table='action_plan_policy', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='policy',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_policyevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."slug"); RETURN NULL;', hash='46750d68eb5e58398f760360c06258f78a214288', operation='UPDATE', pgid='pgtrigger_update_update_96d5e', table='action_plan_policy', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='policy',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_policyevent" ("id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."slug"); RETURN NULL;', hash='f1c0196c0e896ae7fea604b4a2b6cb835595c171', operation='DELETE', pgid='pgtrigger_delete_delete_eacc1', table='action_plan_policy', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='source',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_sourceevent" ("dated", "id", "issuer", "key", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "url", "weight") VALUES (NEW."dated", NEW."id", NEW."issuer", NEW."key", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."title", NEW."url", NEW."weight"); RETURN NULL;', hash='2aef34c26d2f857fd61eb5c9423df64d00f1515a', operation='INSERT', pgid='pgtrigger_insert_insert_e1731', table='action_plan_source', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='source',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_sourceevent" ("dated", "id", "issuer", "key", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "url", "weight") VALUES (NEW."dated", NEW."id", NEW."issuer", NEW."key", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."title", NEW."url", NEW."weight"); RETURN NULL;', hash='f777337156cd34f3fb2302d8b65d986c44cad26f', operation='UPDATE', pgid='pgtrigger_update_update_67924', table='action_plan_source', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='source',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_sourceevent" ("dated", "id", "issuer", "key", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "url", "weight") VALUES (OLD."dated", OLD."id", OLD."issuer", OLD."key", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."title", OLD."url", OLD."weight"); RETURN NULL;', hash='30f0d9a057bfc2a530cfdfdbc9bf3cc4d820118a', operation='DELETE', pgid='pgtrigger_delete_delete_0dc7f', table='action_plan_source', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='actioncommune',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_actioncommuneevent" ("action_id", "commune_code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."action_id", NEW."commune_code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='e1c920b28ba787b7f9c2b84744ba5ba0d990e132', operation='INSERT', pgid='pgtrigger_insert_insert_a9059', table='action_plan_actioncommune', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='actioncommune',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_actioncommuneevent" ("action_id", "commune_code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."action_id", NEW."commune_code", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='5e7fe7bc72a9d7e383dca592499354d2df6e9529', operation='UPDATE', pgid='pgtrigger_update_update_6f6ab', table='action_plan_actioncommune', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='actioncommune',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_actioncommuneevent" ("action_id", "commune_code", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."action_id", OLD."commune_code", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='101a9d03f99eb5760f3a7d68ed44310ea0618c64', operation='DELETE', pgid='pgtrigger_delete_delete_488a7', table='action_plan_actioncommune', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='actioncommuneevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='4e98d5c10ec976659e6cfc8d6b584a6bd10d8ea7', operation='INSERT', pgid='pgtrigger_seal_fa740', table='action_plan_actioncommuneevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='actioncommuneevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0fc4ef9d4dec635fcb2182d1ad158ed41bc58494', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c37b0', table='action_plan_actioncommuneevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='annex',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_annexevent" ("act_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "url") VALUES (NEW."act_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."title", NEW."url"); RETURN NULL;', hash='46ec2f1b09065e73e5539cfdaba007138c178901', operation='INSERT', pgid='pgtrigger_insert_insert_f4753', table='action_plan_annex', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='annex',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_annexevent" ("act_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "url") VALUES (NEW."act_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."title", NEW."url"); RETURN NULL;', hash='7a1b9eaa0f300b1b2ce01a8400c65625f5d1414a', operation='UPDATE', pgid='pgtrigger_update_update_9e8fa', table='action_plan_annex', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='annex',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_annexevent" ("act_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "url") VALUES (OLD."act_id", OLD."id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."title", OLD."url"); RETURN NULL;', hash='1bedcee45d3e80c653dd28433dd689829b092165', operation='DELETE', pgid='pgtrigger_delete_delete_0655e', table='action_plan_annex', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='annexevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='bab94bde1217725fff19e0b602648fd4bc809f61', operation='INSERT', pgid='pgtrigger_seal_7df11', table='action_plan_annexevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='annexevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3f63f692edd6e39270e20271bc9cc427cf6c2314', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d1b32', table='action_plan_annexevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budgetline',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_budgetlineevent" ("act_id", "action_id", "funder", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_cents", "reason", "section", "voted_cents", "written_at", "year") VALUES (NEW."act_id", NEW."action_id", NEW."funder", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."planned_cents", NEW."reason", NEW."section", NEW."voted_cents", NEW."written_at", NEW."year"); RETURN NULL;', hash='38b626e402083ab5b139a50082c642216b5afe11', operation='INSERT', pgid='pgtrigger_insert_insert_6a66f', table='action_plan_budgetline', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budgetline',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_budgetlineevent" ("act_id", "action_id", "funder", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_cents", "reason", "section", "voted_cents", "written_at", "year") VALUES (NEW."act_id", NEW."action_id", NEW."funder", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."planned_cents", NEW."reason", NEW."section", NEW."voted_cents", NEW."written_at", NEW."year"); RETURN NULL;', hash='b8586bef9506685b6dd770c99cc2bdd04e522baf', operation='UPDATE', pgid='pgtrigger_update_update_55832', table='action_plan_budgetline', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budgetline',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_budgetlineevent" ("act_id", "action_id", "funder", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_cents", "reason", "section", "voted_cents", "written_at", "year") VALUES (OLD."act_id", OLD."action_id", OLD."funder", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."planned_cents", OLD."reason", OLD."section", OLD."voted_cents", OLD."written_at", OLD."year"); RETURN NULL;', hash='8bf32487d54a1cbaab5533308023b3374e09eda3', operation='DELETE', pgid='pgtrigger_delete_delete_a27eb', table='action_plan_budgetline', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budgetlineevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='ad9ae17b306416a7f6b7b949af66088e871a4225', operation='INSERT', pgid='pgtrigger_seal_487d3', table='action_plan_budgetlineevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='budgetlineevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dc15bd4c8afe4fed02c4a87f0bed3eb9a1819dab', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_75337', table='action_plan_budgetlineevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='milestone',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_milestoneevent" ("action_id", "done_on", "due_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."action_id", NEW."done_on", NEW."due_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."title"); RETURN NULL;', hash='5176914a566e2c58589c28f9370deb408753f1af', operation='INSERT', pgid='pgtrigger_insert_insert_5022e', table='action_plan_milestone', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='milestone',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_milestoneevent" ("action_id", "done_on", "due_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."action_id", NEW."done_on", NEW."due_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."title"); RETURN NULL;', hash='2eef93460d1400f3ddf74d27889e1fbace346f6c', operation='UPDATE', pgid='pgtrigger_update_update_72ed3', table='action_plan_milestone', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='milestone',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_milestoneevent" ("action_id", "done_on", "due_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."action_id", OLD."done_on", OLD."due_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."title"); RETURN NULL;', hash='e5be17ae718ae5dc060fa6321762b1a5610a328b', operation='DELETE', pgid='pgtrigger_delete_delete_754fd', table='action_plan_milestone', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dependencyevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='d649ddea79c79be33a2c43ed6ca20d962ed3fd86', operation='INSERT', pgid='pgtrigger_seal_8c2d0', table='action_plan_dependencyevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dependencyevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9f3c3a2d9dc797027adcd2c0cb556c52d47e6ab9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_29895', table='action_plan_dependencyevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dependency',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_dependencyevent" ("id", "milestone_id", "needs_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."milestone_id", NEW."needs_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='e9920ede6b5b870b40d00c0133c76442268c6bdf', operation='INSERT', pgid='pgtrigger_insert_insert_8dfa5', table='action_plan_dependency', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dependency',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_dependencyevent" ("id", "milestone_id", "needs_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."milestone_id", NEW."needs_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='9e37f98c8e78d829dfb0b2a0b9b0f7af1f52ad2e', operation='UPDATE', pgid='pgtrigger_update_update_ec1cf', table='action_plan_dependency', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='dependency',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_dependencyevent" ("id", "milestone_id", "needs_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."milestone_id", OLD."needs_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='93c3567accb9330b8515102d1d36f47a931cb2f0', operation='DELETE', pgid='pgtrigger_delete_delete_d6d8f', table='action_plan_dependency', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='milestoneevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='b5c67456f7f02d210c451dd9b49e429d5dc5b646', operation='INSERT', pgid='pgtrigger_seal_5102e', table='action_plan_milestoneevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='milestoneevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='68a21cae0f39e2157fe24ee8b9b59e016931d7cc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_48416', table='action_plan_milestoneevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='note',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_noteevent" ("action_id", "author_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") VALUES (NEW."action_id", NEW."author_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."text", NEW."written_at"); RETURN NULL;', hash='7b36e50c9ddb5081aaa51f4e6a01d161c2e323f9', operation='INSERT', pgid='pgtrigger_insert_insert_27c96', table='action_plan_note', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='note',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_noteevent" ("action_id", "author_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") VALUES (NEW."action_id", NEW."author_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."text", NEW."written_at"); RETURN NULL;', hash='c888967fac1a7557ce2a37e6a05dddfce78dbcaf', operation='UPDATE', pgid='pgtrigger_update_update_c88ca', table='action_plan_note', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='note',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_noteevent" ("action_id", "author_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") VALUES (OLD."action_id", OLD."author_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."text", OLD."written_at"); RETURN NULL;', hash='65edb06802e2ed9f3739d59a13f2584ca51dcd67', operation='DELETE', pgid='pgtrigger_delete_delete_0594a', table='action_plan_note', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='noteevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='a0c6c4ccb9f5263a5925ff6d2ae0f812d2149335', operation='INSERT', pgid='pgtrigger_seal_b7740', table='action_plan_noteevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='noteevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='977b876c4c0cccb64ad26199ad1720ad06378d95', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dd68f', table='action_plan_noteevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personinaction',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_personinactionevent" ("action_id", "ends_on", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on") VALUES (NEW."action_id", NEW."ends_on", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."starts_on"); RETURN NULL;', hash='237b8c71589bbf401a0baac188678ef4da441ef7', operation='INSERT', pgid='pgtrigger_insert_insert_7a49e', table='action_plan_personinaction', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personinaction',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_personinactionevent" ("action_id", "ends_on", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on") VALUES (NEW."action_id", NEW."ends_on", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."starts_on"); RETURN NULL;', hash='45470b5ece1c9fcc152ddedeb3b23fd4c0ea756e', operation='UPDATE', pgid='pgtrigger_update_update_aba15', table='action_plan_personinaction', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personinaction',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_personinactionevent" ("action_id", "ends_on", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "starts_on") VALUES (OLD."action_id", OLD."ends_on", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."starts_on"); RETURN NULL;', hash='11f4bf960878d7e81fb6fcf18c022faa9e09677c', operation='DELETE', pgid='pgtrigger_delete_delete_fbccb', table='action_plan_personinaction', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personinactionevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='fb517ea3f05d869229e77ea6e3d2eba74b82c367', operation='INSERT', pgid='pgtrigger_seal_677d1', table='action_plan_personinactionevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='personinactionevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='16742b8f924cfd81b2f17f054de4bc7266ac426f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e5572', table='action_plan_personinactionevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='feedbackevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='21c671b8812386caccc70bc6072fe1da4b295201', operation='INSERT', pgid='pgtrigger_seal_ed918', table='action_plan_feedbackevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='feedbackevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='306d709b5e80e88302e7265004171dfb036dab04', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1e35d', table='action_plan_feedbackevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='feedback',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_feedbackevent" ("action_id", "answer", "answer_due_on", "assignee_id", "ended_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "received_at", "state", "text", "tracking_number") VALUES (NEW."action_id", NEW."answer", NEW."answer_due_on", NEW."assignee_id", NEW."ended_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."received_at", NEW."state", NEW."text", NEW."tracking_number"); RETURN NULL;', hash='675418845ba2269b0ef26a4c575ad1569b0ea93b', operation='INSERT', pgid='pgtrigger_insert_insert_5bcb3', table='action_plan_feedback', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='feedback',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action_id" IS DISTINCT FROM (NEW."action_id") OR OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."answer_due_on" IS DISTINCT FROM (NEW."answer_due_on") OR OLD."assignee_id" IS DISTINCT FROM (NEW."assignee_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."plan_id" IS DISTINCT FROM (NEW."plan_id") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."tracking_number" IS DISTINCT FROM (NEW."tracking_number"))', func='INSERT INTO "action_plan_feedbackevent" ("action_id", "answer", "answer_due_on", "assignee_id", "ended_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "received_at", "state", "text", "tracking_number") VALUES (NEW."action_id", NEW."answer", NEW."answer_due_on", NEW."assignee_id", NEW."ended_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."received_at", NEW."state", NEW."text", NEW."tracking_number"); RETURN NULL;', hash='c6b7aeb241f2156a319eb84e2bddbc371ae5de65', operation='UPDATE', pgid='pgtrigger_update_update_b6c8f', table='action_plan_feedback', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='feedback',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_feedbackevent" ("action_id", "answer", "answer_due_on", "assignee_id", "ended_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "received_at", "state", "text", "tracking_number") VALUES (OLD."action_id", OLD."answer", OLD."answer_due_on", OLD."assignee_id", OLD."ended_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."received_at", OLD."state", OLD."text", OLD."tracking_number"); RETURN NULL;', hash='e79d367db69d440f4d1d9ccb94b3940a0298df19', operation='DELETE', pgid='pgtrigger_delete_delete_8b5e1', table='action_plan_feedback', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='policyevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='09de2502c96d21800acdb1382d0ffb26dc3f57a6', operation='INSERT', pgid='pgtrigger_seal_cc852', table='action_plan_policyevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='policyevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fe93e1da75806e303ad8bbb2629df4e37835beef', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ad1b0', table='action_plan_policyevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='policycrossingevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='1cf4dee32405e482d98270607a3b7754b815ad21', operation='INSERT', pgid='pgtrigger_seal_ca6b8', table='action_plan_policycrossingevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='policycrossingevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='25824c18b0227f7f67e33d4cb7e09774ebc24b77', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_185ed', table='action_plan_policycrossingevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='policycrossing',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_policycrossingevent" ("action_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "policy_id", "source_id") VALUES (NEW."action_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."policy_id", NEW."source_id"); RETURN NULL;', hash='f5056074c7cb4a320cc378fe7aa538c640af60c8', operation='INSERT', pgid='pgtrigger_insert_insert_11845', table='action_plan_policycrossing', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='policycrossing',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_policycrossingevent" ("action_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "policy_id", "source_id") VALUES (NEW."action_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."policy_id", NEW."source_id"); RETURN NULL;', hash='aac016d8758fa16b1333b4ab8504d9c8658563d3', operation='UPDATE', pgid='pgtrigger_update_update_df59c', table='action_plan_policycrossing', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='policycrossing',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_policycrossingevent" ("action_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "policy_id", "source_id") VALUES (OLD."action_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."policy_id", OLD."source_id"); RETURN NULL;', hash='15c52e2ab564bb8c6894db143a49f2f9d5a20cd2', operation='DELETE', pgid='pgtrigger_delete_delete_9c27e', table='action_plan_policycrossing', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planitemevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='d8a376d88463795d71dc1634d2b0e0314e4df9a7', operation='INSERT', pgid='pgtrigger_seal_05038', table='action_plan_planitemevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planitemevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='66710cda25e1bdfa87b4c1c018157f3a883df6a9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d40f9', table='action_plan_planitemevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planitem',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_planitemevent" ("axis_id", "code", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "source_id", "text") VALUES (NEW."axis_id", NEW."code", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."source_id", NEW."text"); RETURN NULL;', hash='c8cb9edde798a70c1d328c3cd82221beeb5ff685', operation='INSERT', pgid='pgtrigger_insert_insert_fb24e', table='action_plan_planitem', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planitem',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_planitemevent" ("axis_id", "code", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "source_id", "text") VALUES (NEW."axis_id", NEW."code", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."source_id", NEW."text"); RETURN NULL;', hash='a81856a1a271c4e48cf300c0ebf7ae97c432b62a', operation='UPDATE', pgid='pgtrigger_update_update_16550', table='action_plan_planitem', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planitem',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_planitemevent" ("axis_id", "code", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "source_id", "text") VALUES (OLD."axis_id", OLD."code", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."source_id", OLD."text"); RETURN NULL;', hash='2cb351c49304c95381ec0b614a749cdef2e9d438', operation='DELETE', pgid='pgtrigger_delete_delete_25569', table='action_plan_planitem', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='9740c7872e7129b4366705c7e7752c28bbe9db8a', operation='INSERT', pgid='pgtrigger_seal_07ed5', table='action_plan_planevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='657be26f8b8863f001ab371f4b0c7157be0760cf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_14e45', table='action_plan_planevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='plan',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_planevent" ("closed_on", "ends_on", "founding_act_id", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source_id", "starts_on", "state", "summary") VALUES (NEW."closed_on", NEW."ends_on", NEW."founding_act_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."slug", NEW."source_id", NEW."starts_on", NEW."state", NEW."summary"); RETURN NULL;', hash='8260e363cf6ddb9421111f08381a8f5cdbeeb4e4', operation='INSERT', pgid='pgtrigger_insert_insert_b607c', table='action_plan_plan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='plan',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_planevent" ("closed_on", "ends_on", "founding_act_id", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source_id", "starts_on", "state", "summary") VALUES (NEW."closed_on", NEW."ends_on", NEW."founding_act_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."slug", NEW."source_id", NEW."starts_on", NEW."state", NEW."summary"); RETURN NULL;', hash='62907a9aab08e45b428804cd313069fed0881f3b', operation='UPDATE', pgid='pgtrigger_update_update_9181c', table='action_plan_plan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='plan',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_planevent" ("closed_on", "ends_on", "founding_act_id", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source_id", "starts_on", "state", "summary") VALUES (OLD."closed_on", OLD."ends_on", OLD."founding_act_id", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."slug", OLD."source_id", OLD."starts_on", OLD."state", OLD."summary"); RETURN NULL;', hash='a3820d4891ecffd2c341ca51cbd7e1c46fa8c5f8', operation='DELETE', pgid='pgtrigger_delete_delete_cfda9', table='action_plan_plan', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lineageevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='d50ba8b6d14db9f3725ed02470c9d878c26837b2', operation='INSERT', pgid='pgtrigger_seal_d287a', table='action_plan_lineageevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lineageevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3f56853bc8e339de0ba8204154e45ac03f3929a4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e5428', table='action_plan_lineageevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lineage',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_lineageevent" ("certainty", "from_action_id", "from_axis_id", "from_item_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "source_id", "to_action_id", "to_axis_id", "to_item_id") VALUES (NEW."certainty", NEW."from_action_id", NEW."from_axis_id", NEW."from_item_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."source_id", NEW."to_action_id", NEW."to_axis_id", NEW."to_item_id"); RETURN NULL;', hash='bda6148df1cb4dd18deded5f80f104b80d43ee29', operation='INSERT', pgid='pgtrigger_insert_insert_07fe2', table='action_plan_lineage', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lineage',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_lineageevent" ("certainty", "from_action_id", "from_axis_id", "from_item_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "source_id", "to_action_id", "to_axis_id", "to_item_id") VALUES (NEW."certainty", NEW."from_action_id", NEW."from_axis_id", NEW."from_item_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."source_id", NEW."to_action_id", NEW."to_axis_id", NEW."to_item_id"); RETURN NULL;', hash='d628d025cc7ce708614ec4efa76c8d3833f1d7ec', operation='UPDATE', pgid='pgtrigger_update_update_2d504', table='action_plan_lineage', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='lineage',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_lineageevent" ("certainty", "from_action_id", "from_axis_id", "from_item_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "source_id", "to_action_id", "to_axis_id", "to_item_id") VALUES (OLD."certainty", OLD."from_action_id", OLD."from_axis_id", OLD."from_item_id", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."source_id", OLD."to_action_id", OLD."to_axis_id", OLD."to_item_id"); RETURN NULL;', hash='d0d3056fef3ea419a7f0883b9fd6ac3dcb6a8e00', operation='DELETE', pgid='pgtrigger_delete_delete_5377d', table='action_plan_lineage', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='declaredfigureevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='dd029159544b169d3fcde49d8ed0a17869077710', operation='INSERT', pgid='pgtrigger_seal_0a49a', table='action_plan_declaredfigureevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='declaredfigureevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='98fab115985fc38cbf92ad024b1886b9c87cbc74', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_031fd', table='action_plan_declaredfigureevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='declaredfigure',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_declaredfigureevent" ("action_id", "caveat", "denominator", "id", "is_approximate", "key", "label", "perimeter", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "published", "source_id", "status", "unit", "value", "wording") VALUES (NEW."action_id", NEW."caveat", NEW."denominator", NEW."id", NEW."is_approximate", NEW."key", NEW."label", NEW."perimeter", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."published", NEW."source_id", NEW."status", NEW."unit", NEW."value", NEW."wording"); RETURN NULL;', hash='004657576dc0fc3ce7d4165e7e49a3dc99e423e8', operation='INSERT', pgid='pgtrigger_insert_insert_6e872', table='action_plan_declaredfigure', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='declaredfigure',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_declaredfigureevent" ("action_id", "caveat", "denominator", "id", "is_approximate", "key", "label", "perimeter", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "published", "source_id", "status", "unit", "value", "wording") VALUES (NEW."action_id", NEW."caveat", NEW."denominator", NEW."id", NEW."is_approximate", NEW."key", NEW."label", NEW."perimeter", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."published", NEW."source_id", NEW."status", NEW."unit", NEW."value", NEW."wording"); RETURN NULL;', hash='5521b3c858d6532fdeab5d95790640b8dcf8e638', operation='UPDATE', pgid='pgtrigger_update_update_58f1f', table='action_plan_declaredfigure', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='declaredfigure',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_declaredfigureevent" ("action_id", "caveat", "denominator", "id", "is_approximate", "key", "label", "perimeter", "period", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "published", "source_id", "status", "unit", "value", "wording") VALUES (OLD."action_id", OLD."caveat", OLD."denominator", OLD."id", OLD."is_approximate", OLD."key", OLD."label", OLD."perimeter", OLD."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."published", OLD."source_id", OLD."status", OLD."unit", OLD."value", OLD."wording"); RETURN NULL;', hash='3560015ecbdd462235e217c7d4eabe4d25aee9cd', operation='DELETE', pgid='pgtrigger_delete_delete_dc3d3', table='action_plan_declaredfigure', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='axisevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='7bd45e7ac014ba84c5c755b313df3dfc605ea116', operation='INSERT', pgid='pgtrigger_seal_fe5ed', table='action_plan_axisevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='axisevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='63ff53bc4c9261cbcdcf1561f33f499d00da6669', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e3ec2', table='action_plan_axisevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='axis',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_axisevent" ("id", "intent", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "source_id", "title") VALUES (NEW."id", NEW."intent", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."source_id", NEW."title"); RETURN NULL;', hash='01ece6e2691ae4c8cfe40657bcd50349022de257', operation='INSERT', pgid='pgtrigger_insert_insert_c1e3a', table='action_plan_axis', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='axis',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_axisevent" ("id", "intent", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "source_id", "title") VALUES (NEW."id", NEW."intent", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."source_id", NEW."title"); RETURN NULL;', hash='3d230733b2237ab6ee054b935b41434e4f0eb50d', operation='UPDATE', pgid='pgtrigger_update_update_bb553', table='action_plan_axis', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='axis',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_axisevent" ("id", "intent", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "source_id", "title") VALUES (OLD."id", OLD."intent", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."source_id", OLD."title"); RETURN NULL;', hash='a82af59819f8d567ffd15782a3350ef0238395bf', operation='DELETE', pgid='pgtrigger_delete_delete_014a6', table='action_plan_axis', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='actionevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='621a246afbb780f5a2127c678da07cfa7860d318', operation='INSERT', pgid='pgtrigger_seal_30493', table='action_plan_actionevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='actionevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='eea90a02650d1cbbd5f576c9af26debfa5770875', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_61e85', table='action_plan_actionevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='action',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_actionevent" ("axis_id", "description", "end_reason", "ended_on", "id", "number", "opened_on", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plain_summary", "plan_id", "source_id", "state", "title") VALUES (NEW."axis_id", NEW."description", NEW."end_reason", NEW."ended_on", NEW."id", NEW."number", NEW."opened_on", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plain_summary", NEW."plan_id", NEW."source_id", NEW."state", NEW."title"); RETURN NULL;', hash='3ecd27389b95ff2bc91c1f82ad7bdc7294cfe7c0', operation='INSERT', pgid='pgtrigger_insert_insert_6f211', table='action_plan_action', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='action',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_actionevent" ("axis_id", "description", "end_reason", "ended_on", "id", "number", "opened_on", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plain_summary", "plan_id", "source_id", "state", "title") VALUES (NEW."axis_id", NEW."description", NEW."end_reason", NEW."ended_on", NEW."id", NEW."number", NEW."opened_on", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plain_summary", NEW."plan_id", NEW."source_id", NEW."state", NEW."title"); RETURN NULL;', hash='1eba8716c0b6030d5b209653315f4fad8650a254', operation='UPDATE', pgid='pgtrigger_update_update_0ff62', table='action_plan_action', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='action',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_actionevent" ("axis_id", "description", "end_reason", "ended_on", "id", "number", "opened_on", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plain_summary", "plan_id", "source_id", "state", "title") VALUES (OLD."axis_id", OLD."description", OLD."end_reason", OLD."ended_on", OLD."id", OLD."number", OLD."opened_on", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plain_summary", OLD."plan_id", OLD."source_id", OLD."state", OLD."title"); RETURN NULL;', hash='dcb7f0da99fa236d13151be6a4787c9adcd8981a', operation='DELETE', pgid='pgtrigger_delete_delete_be257', table='action_plan_action', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='actevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='40f6187d465c5bdeb2ceba44b5d5e4736b2ec754', operation='INSERT', pgid='pgtrigger_seal_ae41d', table='action_plan_actevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='actevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='973ca3b1a9a0d146a9735557601150e1b22ead72', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1316a', table='action_plan_actevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='act',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_actevent" ("abstentions", "body", "certified_on", "domain", "id", "key", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "source_id", "state", "summary", "title", "vote", "voted_on", "voted_precision", "votes_against", "votes_for") VALUES (NEW."abstentions", NEW."body", NEW."certified_on", NEW."domain", NEW."id", NEW."key", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."replaces_id", NEW."source_id", NEW."state", NEW."summary", NEW."title", NEW."vote", NEW."voted_on", NEW."voted_precision", NEW."votes_against", NEW."votes_for"); RETURN NULL;', hash='9eb548a1c6bdbe91de99ed6bc7350029aee01663', operation='INSERT', pgid='pgtrigger_insert_insert_6e7ad', table='action_plan_act', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='act',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_actevent" ("abstentions", "body", "certified_on", "domain", "id", "key", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "source_id", "state", "summary", "title", "vote", "voted_on", "voted_precision", "votes_against", "votes_for") VALUES (NEW."abstentions", NEW."body", NEW."certified_on", NEW."domain", NEW."id", NEW."key", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."replaces_id", NEW."source_id", NEW."state", NEW."summary", NEW."title", NEW."vote", NEW."voted_on", NEW."voted_precision", NEW."votes_against", NEW."votes_for"); RETURN NULL;', hash='f1b059e904b9b25531eb6d045f0a7592c873c730', operation='UPDATE', pgid='pgtrigger_update_update_65bd1', table='action_plan_act', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='act',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_actevent" ("abstentions", "body", "certified_on", "domain", "id", "key", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "source_id", "state", "summary", "title", "vote", "voted_on", "voted_precision", "votes_against", "votes_for") VALUES (OLD."abstentions", OLD."body", OLD."certified_on", OLD."domain", OLD."id", OLD."key", OLD."kind", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."replaces_id", OLD."source_id", OLD."state", OLD."summary", OLD."title", OLD."vote", OLD."voted_on", OLD."voted_precision", OLD."votes_against", OLD."votes_for"); RETURN NULL;', hash='92737f853d87725e598bad7a4d299ab60f5f7051', operation='DELETE', pgid='pgtrigger_delete_delete_48238', table='action_plan_act', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sourceevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='1f6bd5bc71cdbcd94bd0a139b75f6e85953229a8', operation='INSERT', pgid='pgtrigger_seal_e411f', table='action_plan_sourceevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='sourceevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='05dd02dedafc50839f5a4eab5d3e3d765a77ee8e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5e9c4', table='action_plan_sourceevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stakeholder',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_stakeholderevent" ("action_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."action_id", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='fb6116a708eefc028f357c9e973c5ca3d36a6532', operation='INSERT', pgid='pgtrigger_insert_insert_deeac', table='action_plan_stakeholder', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stakeholder',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_stakeholderevent" ("action_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."action_id", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='d8e311fd075e5fe52473e3079c79f01b11c93573', operation='UPDATE', pgid='pgtrigger_update_update_1a7d8', table='action_plan_stakeholder', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stakeholder',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_stakeholderevent" ("action_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."action_id", OLD."id", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='54e7b393d36bf11946ed960806da24eb8142eb60', operation='DELETE', pgid='pgtrigger_delete_delete_fe8fe', table='action_plan_stakeholder', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stakeholderevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='05730b42dee2ec472eb41096d3696a9067ea44de', operation='INSERT', pgid='pgtrigger_seal_de71d', table='action_plan_stakeholderevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='stakeholderevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7cb729a5ba49e678ce3a13d62ca913c682a2e9d2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c96a1', table='action_plan_stakeholderevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='statement',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_statementevent" ("act_id", "action_id", "axis_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "source_id", "topic", "wording") VALUES (NEW."act_id", NEW."action_id", NEW."axis_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."source_id", NEW."topic", NEW."wording"); RETURN NULL;', hash='a5b1d8fefb606d66da52069c6aa2c88539f717e6', operation='INSERT', pgid='pgtrigger_insert_insert_bdb72', table='action_plan_statement', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='statement',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_statementevent" ("act_id", "action_id", "axis_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "source_id", "topic", "wording") VALUES (NEW."act_id", NEW."action_id", NEW."axis_id", NEW."id", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan_id", NEW."source_id", NEW."topic", NEW."wording"); RETURN NULL;', hash='9c3feb5283cc8c1f48f405a8c015adeea5bc6b8a', operation='UPDATE', pgid='pgtrigger_update_update_99018', table='action_plan_statement', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='statement',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_statementevent" ("act_id", "action_id", "axis_id", "id", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "source_id", "topic", "wording") VALUES (OLD."act_id", OLD."action_id", OLD."axis_id", OLD."id", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."source_id", OLD."topic", OLD."wording"); RETURN NULL;', hash='41db75afd6529cfd5706d21a8dd2577f26f2a946', operation='DELETE', pgid='pgtrigger_delete_delete_036bd', table='action_plan_statement', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='statementevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='7a6dab2049a8ab70334833f478916b361961f791', operation='INSERT', pgid='pgtrigger_seal_c3d6c', table='action_plan_statementevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='statementevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='72d7411b37ecf650935e43b464fce6c5af986034', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e4746', table='action_plan_statementevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='statusoverride',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_statusoverrideevent" ("action_id", "author_id", "ends_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "status") VALUES (NEW."action_id", NEW."author_id", NEW."ends_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."starts_on", NEW."status"); RETURN NULL;', hash='fe1e60df00bc78ed1f741183fa211e84d1010c7a', operation='INSERT', pgid='pgtrigger_insert_insert_b5c36', table='action_plan_statusoverride', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='statusoverride',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_statusoverrideevent" ("action_id", "author_id", "ends_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "status") VALUES (NEW."action_id", NEW."author_id", NEW."ends_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."starts_on", NEW."status"); RETURN NULL;', hash='f01a915cfc26357c59fd8b656dfc2096971de221', operation='UPDATE', pgid='pgtrigger_update_update_26e3f', table='action_plan_statusoverride', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='statusoverride',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_statusoverrideevent" ("action_id", "author_id", "ends_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "status") VALUES (OLD."action_id", OLD."author_id", OLD."ends_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."starts_on", OLD."status"); RETURN NULL;', hash='5ac27641e3fd6c531984fe4931e44f8f72519832', operation='DELETE', pgid='pgtrigger_delete_delete_46eda', table='action_plan_statusoverride', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='statusoverrideevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='b3f1f38be13f08ee61062bfcf1516163b54a210c', operation='INSERT', pgid='pgtrigger_seal_79035', table='action_plan_statusoverrideevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='statusoverrideevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='abf6ab58431a12423f526a5e2e922edefa81348d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ebbc1', table='action_plan_statusoverrideevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='task',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_taskevent" ("action_id", "assignee_id", "due_on", "ended_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "title") VALUES (NEW."action_id", NEW."assignee_id", NEW."due_on", NEW."ended_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."state", NEW."title"); RETURN NULL;', hash='ce2a7009e168afd86c96be3eaa5f8f30b09ba0eb', operation='INSERT', pgid='pgtrigger_insert_insert_3476a', table='action_plan_task', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='task',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "action_plan_taskevent" ("action_id", "assignee_id", "due_on", "ended_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "title") VALUES (NEW."action_id", NEW."assignee_id", NEW."due_on", NEW."ended_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."state", NEW."title"); RETURN NULL;', hash='3c035d0796ee40b99c71538ba2874ff906af1081', operation='UPDATE', pgid='pgtrigger_update_update_da52a', table='action_plan_task', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='task',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "action_plan_taskevent" ("action_id", "assignee_id", "due_on", "ended_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "title") VALUES (OLD."action_id", OLD."assignee_id", OLD."due_on", OLD."ended_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."state", OLD."title"); RETURN NULL;', hash='b950595f0bee798c6f337c9e5967241087aa649a', operation='DELETE', pgid='pgtrigger_delete_delete_8f837', table='action_plan_task', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='taskevent',
                    trigger=pgtrigger.compiler.Trigger(name='seal', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE zone text; payload jsonb;', func="\n            zone := current_setting('TimeZone');\n            PERFORM set_config('TimeZone', 'UTC', true);\n            payload := to_jsonb(NEW);\n            PERFORM set_config('TimeZone', zone, true);\n            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);\n            RETURN NULL;\n        ", hash='a1191e2da7ab1db49e37a4283f34d3106ddd6e1f', operation='INSERT', pgid='pgtrigger_seal_0263e', table='action_plan_taskevent', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='taskevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b25bcb16d91613f67f993020bb87e6bc4ec9b12c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1f6b8', table='action_plan_taskevent', when='BEFORE')),
                ),
            ],
        ),
    ]
