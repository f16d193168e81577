"""A server extension that sends what a kernel says at once.

Jupyter's server leaves it to the system to join small messages (Nagle's algorithm): a frame of `daugava.live` and the
output of a cell then wait up to 40 ms for the page to confirm the status message before them.
"""
from __future__ import annotations


def _jupyter_server_extension_points():
    return [{"module": "daugava.live_server"}]


def _load_jupyter_server_extension(server):
    settings = server.web_app.settings
    settings["kernel_websocket_connection_class"] = prompt(settings["kernel_websocket_connection_class"])


def prompt(connection: type) -> type:
    """A kernel's websocket connection of this class that does not wait for more to send."""
    class Prompt(connection):
        def connect(self):
            self.websocket_handler.set_nodelay(True)
            return super().connect()
    return Prompt
