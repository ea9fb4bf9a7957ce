"""The tables of the room as they were when migrations were last made one."""

import django.db.models.deletion
import essaim.foundations.audit_trail.operations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('notifications', '0001_messages_preferences_and_reminders'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        essaim.foundations.audit_trail.operations.CreateTogether(
            models=[
                migrations.CreateModel(
                    name='MailPreference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60, verbose_name='kind')),
                        ('wants_mail', models.BooleanField(verbose_name='by mail')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                    ],
                    options={
                        'verbose_name': 'mail preference',
                        'verbose_name_plural': 'mail preferences',
                        'ordering': ['person', 'kind'],
                        'constraints': [models.UniqueConstraint(fields=('person', 'kind'), name='one_preference_per_person_and_kind')],
                        'indexes': [],
                    },
                ),
                migrations.CreateModel(
                    name='Notification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60, verbose_name='kind')),
                        ('subject', models.CharField(max_length=200, verbose_name='subject')),
                        ('body', models.TextField(verbose_name='text')),
                        ('url', models.CharField(max_length=400, verbose_name='page')),
                        ('key', models.CharField(max_length=200, unique=True, verbose_name='key')),
                        ('created_at', models.DateTimeField(verbose_name='received')),
                        ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                        ('mail_state', models.CharField(choices=[('not_wanted', 'Not wanted'), ('waiting', 'Waiting'), ('sent', 'Sent'), ('given_up', 'Given up')], max_length=20, verbose_name='mail')),
                        ('mail_attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                        ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='sent by mail')),
                        ('mail_error', models.CharField(blank=True, max_length=200, verbose_name='last refusal of the mail server')),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
                    ],
                    options={
                        'verbose_name': 'notification',
                        'verbose_name_plural': 'notifications',
                        'ordering': ['-created_at', '-pk'],
                        'indexes': [models.Index(fields=['recipient', '-created_at'], name='notification_by_recipient'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['recipient'], name='notification_unread'), models.Index(condition=models.Q(('mail_state', 'waiting')), fields=['created_at'], name='mail_waiting')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('mail_state', 'sent'), ('mailed_at__isnull', False)), models.Q(models.Q(('mail_state', 'sent'), _negated=True), ('mailed_at__isnull', True)), _connector='OR'), name='sent_mail_has_its_moment_and_no_other'), models.CheckConstraint(condition=models.Q(('url__startswith', '/'), models.Q(('url__startswith', '//'), _negated=True)), name='notification_leads_to_a_page_of_ours', violation_error_message='A message leads to a page of this site: give its path.'), models.CheckConstraint(condition=models.Q(('subject', ''), _negated=True), name='notification_has_a_subject')],
                    },
                ),
                migrations.CreateModel(
                    name='Reminder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rule_key', models.CharField(max_length=60, verbose_name='rule')),
                        ('subject_key', models.CharField(max_length=100, verbose_name='about')),
                        ('state', models.CharField(choices=[('pending', 'Pending'), ('exhausted', 'Said as often as allowed'), ('stopped', 'Stopped')], default='pending', max_length=20, verbose_name='state')),
                        ('sent_count', models.PositiveSmallIntegerField(default=0, verbose_name='sent so far')),
                        ('last_sent_on', models.DateField(blank=True, null=True, verbose_name='last sent on')),
                        ('started_at', models.DateTimeField(verbose_name='started')),
                        ('stopped_at', models.DateTimeField(blank=True, null=True, verbose_name='stopped')),
                        ('stop_cause', models.CharField(blank=True, choices=[('cause_gone', 'What it was about is done, moved or closed'), ('account_closed', 'The account is closed')], max_length=20, verbose_name='why it stopped')),
                        ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                        ('url', models.CharField(blank=True, max_length=400, verbose_name='page')),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
                    ],
                    options={
                        'verbose_name': 'reminder',
                        'verbose_name_plural': 'reminders',
                        'ordering': ['-started_at', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'stopped'), _negated=True), fields=('rule_key', 'subject_key', 'recipient'), name='one_reminder_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'stopped'), ('stopped_at__isnull', False), models.Q(('stop_cause', ''), _negated=True)), models.Q(models.Q(('state', 'stopped'), _negated=True), ('stop_cause', ''), ('stopped_at__isnull', True)), _connector='OR'), name='stopped_reminder_says_when_and_why'), models.CheckConstraint(condition=models.Q(models.Q(('last_sent_on__isnull', True), ('sent_count', 0)), models.Q(('last_sent_on__isnull', False), ('sent_count__gt', 0)), _connector='OR'), name='sent_reminder_has_its_day')],
                        'indexes': [],
                    },
                ),
            ],
        ),
    ]
