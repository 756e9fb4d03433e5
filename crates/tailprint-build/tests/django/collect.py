"""Collects a folder as Django would for production, and goes on where Django would stop.

usage: collect.py SOURCE TARGET MODULES

MODULES is `modules` for Django's experimental rewriting of JS modules, anything else for none. Prints JSON:
`names` maps every path to its hashed name, `failures` every path to what Django says about it.
"""

import json
import sys

import django
from django.conf import settings

source, target, modules = sys.argv[1:]
settings.configure(
    INSTALLED_APPS=["django.contrib.staticfiles"],
    STATIC_ROOT=target,
    STATIC_URL="/static/",
    STATICFILES_DIRS=[source],
    STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}},
)
django.setup()

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command

IGNORED = ["CVS", ".*", "*~"]

call_command("collectstatic", "--no-input", "--clear", "--no-post-process", verbosity=0)


class Storage(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = modules == "modules"
    # Five by default, which is enough or not depending on the order of the files in their folders.
    max_post_process_passes = 30


found = {
    path: (storage, path)
    for finder in get_finders()
    for path, storage in finder.list(IGNORED)
}
names, failures = {}, {}
for path, name, outcome in Storage().post_process(found):
    if isinstance(outcome, Exception):
        failures.setdefault(path, set()).add(str(outcome).replace(target, ""))
    if name:
        names[path] = name
json.dump({"names": names, "failures": {path: sorted(texts) for path, texts in failures.items()}}, sys.stdout)
