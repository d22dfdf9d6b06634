"""Start the whole portal: what `make run` calls, and what a service manager may call."""

import http.client
import os
import sys
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.operations.processes import Part, Supervisor, is_free


class Command(BaseCommand):
    help = "Migrate, then run the web server, the worker and the schedule as one process tree."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_free(settings.PORT):
            raise CommandError(
                f"Port {settings.PORT} is in use: choose another with PORT={settings.PORT + 1} make run."
            )
        self.prepare()
        manage = [sys.executable, sys.argv[0]]
        web = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--pythonpath", "site,."]
        web += ["--bind", f"127.0.0.1:{settings.PORT}", "--no-control-socket", "--log-level", "warning"]
        web += ["--workers", os.environ.get("WEB_CONCURRENCY", "2"), "--threads", "4", "--preload"]
        Supervisor(
            [
                Part("web", web),
                Part("worker", [*manage, "db_worker", "--no-reload"]),
                Part("schedule", [*manage, "run_schedule"]),
            ],
            answers=self.answers,
            announce=self.announce,
        ).run()

    def prepare(self) -> None:
        """Bring catalogues, database and demonstration up to date; a second time there is nothing to do."""
        call_command("compile_catalogues")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", verbosity=0, interactive=False)
        if settings.DEMONSTRATION:
            call_command("load_demonstration", stdout=self.stdout)
        connection.close()

    def answers(self) -> bool:
        host = urlsplit(settings.BASE_URL).netloc
        try:
            web = http.client.HTTPConnection("127.0.0.1", settings.PORT, timeout=10)
            web.request("GET", "/health/live", headers={"Host": host})
            return web.getresponse().status < 500
        except OSError:
            return False

    def announce(self) -> None:
        lines = [f"The portal is at      {settings.BASE_URL}/", f"Its admin is at       {settings.BASE_URL}/admin/"]
        if settings.DEMONSTRATION:
            lines += [f"Its mail is at        {settings.BASE_URL}/outbox/", "Sign in with"]
            sign_ins = apps.get_app_config("demonstration").sign_ins
            lines += [f"  {who:<19} {address}   password {password}" for who, address, password in sign_ins()]
        self.stdout.write("\n".join(["", *lines, "", "Ctrl-C ends it."]))
        self.stdout.flush()
