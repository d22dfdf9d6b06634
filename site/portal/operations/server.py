"""The web server, as a part of the process tree."""

import os

from gunicorn.app.base import BaseApplication

from portal import wsgi


class Server(BaseApplication):
    """gunicorn with the application that this process has loaded."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"127.0.0.1:{self.port}",
            "workers": int(os.environ.get("WEB_CONCURRENCY", "2")),
            "threads": 4,
            "preload_app": True,
            "loglevel": "warning",
            # The longest that gunicorn can be told to take.
            "limit_request_line": 8190,
            # No header may say below which path the site lies.
            "forwarder_headers": "",
            # It would be opened in the home directory, which may be read-only or another instance's too.
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)  # ty: ignore[missing-union-attribute]

    def load(self):
        return wsgi.application
