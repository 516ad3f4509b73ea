"""What the portal costs beside the bare libraries, as ratios in one run: `script/bench`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
