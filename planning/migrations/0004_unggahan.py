import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0003_renja"),
    ]

    operations = [
        migrations.CreateModel(
            name="Unggahan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug_baru", models.CharField(blank=True, help_text="Rencana yang akan dibuat.", max_length=160)),
                ("nama_berkas", models.CharField(max_length=250)),
                ("isi", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("ukuran", models.PositiveIntegerField(help_text="Dalam byte.")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "rencana",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="planning.rencana",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "unggahan",
                "verbose_name_plural": "unggahan",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "rencana"),
                        name="unggahan_once_per_plan",
                        violation_error_message="Sudah ada unggahan untuk rencana ini.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("rencana__isnull", True)),
                        fields=("user",),
                        name="unggahan_once_for_a_plan_to_come",
                        violation_error_message="Sudah ada unggahan untuk rencana baru.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rencana__isnull", True), ("slug_baru__gt", "")),
                            models.Q(("rencana__isnull", False), ("slug_baru", "")),
                            _connector="OR",
                        ),
                        name="unggahan_for_one_plan",
                        violation_error_message="Unggahan harus untuk satu rencana.",
                    ),
                ],
            },
        ),
    ]
