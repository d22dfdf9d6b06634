"""Start the whole portal: what `make run` calls, and what a service manager may call."""

import fcntl
import http.client
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from portal.operations import schedule
from portal.operations.processes import Part, Supervisor, is_free
from portal.operations.search_node import SearchNode
from portal.operations.server import Server


class Command(BaseCommand):
    help = "Migrate, then run the web server, the worker and the schedule as one process tree."
    requires_system_checks: list = []

    node: SearchNode | None = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--search-node",
            action="store_true",
            help="Run the search node too that PORTAL_SEARCH_URL names, to try it out: as `make run SEARCH=node` does.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_free(settings.PORT):
            raise CommandError(
                f"Port {settings.PORT} is in use: choose another with PORT={settings.PORT + 1} make run."
            )
        if options["search_node"]:
            self.node = the_search_node()
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {' '.join(str(error).split())}") from None
        parts = [
            Part("The web server", Server(settings.PORT).run),
            Part("The worker", partial(call_command, "db_worker", reload=False)),
            Part("The schedule", schedule.run_for_ever),
        ]
        if self.node:
            parts.append(Part("The search node", self.node.run))
        self.prepare()
        Supervisor(parts, answers=self.answers, announce=self.announce).run()

    def prepare(self) -> None:
        """Bring catalogues, database and demonstration up to date; a second time there is nothing to do."""
        call_command("compile_catalogues")
        # Another start on the same data, at another port, waits here.
        with (settings.DATA_DIR / "preparing").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                self.stdout.write("Preparing the database …")
                call_command("migrate", verbosity=0, interactive=False)
            if settings.DEMONSTRATION:
                call_command("load_demonstration", stdout=self.stdout)
            place_site(settings.BASE_URL)
        guard_database()
        # Each part opens its own: a connection does not bear to be shared.
        connection.close()

    def answers(self) -> bool:
        """Whether the web server does, as whom the public knows it."""
        web = http.client.HTTPConnection("127.0.0.1", settings.PORT, timeout=10)
        try:
            web.request("GET", "/health/live", headers={"Host": urlsplit(settings.BASE_URL).netloc})
            return web.getresponse().status < 500
        except OSError:
            return False
        finally:
            web.close()

    def announce(self) -> None:
        """Say where everything is."""
        lines = [f"The portal is at   {settings.BASE_URL}/", f"Its admin is at    {settings.BASE_URL}/admin/"]
        if self.node:
            lines.append(f"Its search is at   {self.node.address}/ (a search node, which takes a moment to answer)")
        if settings.DEMONSTRATION:
            lines += [f"Its mail is at     {settings.BASE_URL}/outbox/", "", "Sign in with the password of them all:"]
            sign_ins = getattr(apps.get_app_config("demonstration"), "sign_ins", list)
            lines += [f"  {part:<16} {address:<22} {password}" for part, address, password in sign_ins()]
        self.stdout.write("\n".join(["", *lines, "", "Ctrl-C ends it."]))
        self.stdout.flush()


def the_search_node() -> SearchNode:
    """The one to run beside the site, its programs at hand."""
    if not settings.RELAXED:
        raise CommandError("--search-node is to try it out, not for the public: docs/operators/search.md has the way.")
    try:
        node = SearchNode.of_settings()
    except ValueError:
        raise CommandError(
            "--search-node wants PORTAL_SEARCH_URL=opensearch://127.0.0.1:9200/portal, or another port: "
            "`make run SEARCH=node` sets it."
        ) from None
    if not is_free(node.port):
        raise CommandError(
            f"Port {node.port}, for the search node, is in use: "
            f"choose others with PORT={settings.PORT + 1} make run SEARCH=node."
        )
    if not node.fetch():
        raise SystemExit(1)
    return node


def place_site(base_url: str) -> None:
    """Let Wagtail's default site have the address that the settings name."""
    address = urlsplit(base_url)
    port = address.port or {"http": 80, "https": 443}[address.scheme]
    for site in Site.objects.filter(is_default_site=True).exclude(hostname=address.hostname, port=port):
        site.hostname, site.port = address.hostname or "", port
        site.save()


def guard_database() -> None:
    """Let nobody but the owner read SQLite's file; what SQLite puts beside it takes its mode."""
    if connection.vendor == "sqlite":
        Path(connection.settings_dict["NAME"]).chmod(0o600)
