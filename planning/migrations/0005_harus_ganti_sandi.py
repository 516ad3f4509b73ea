from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0004_unggahan"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="harus_ganti_sandi",
            field=models.BooleanField(default=False, verbose_name="harus mengganti kata sandi"),
        ),
    ]
