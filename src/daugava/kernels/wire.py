"""Messages between a client, the warm process and a keeper: JSON, some bytes and open files over a Unix socket."""
from __future__ import annotations

import json
import socket
import struct

CHANNELS = ("shell", "iopub", "stdin", "hb", "control")  # a kernel's sockets, in the order in which they are sent
HEAD = struct.Struct("!II")
MAX_BYTES = 64_000_000


def send(connection: socket.socket, message: dict, body: bytes = b"", files: tuple[int, ...] = ()) -> None:
    """Send a message, with `body` and duplicates of the open `files` (file descriptors)."""
    text = json.dumps(message).encode()
    head = HEAD.pack(len(text), len(body))
    if files:
        socket.send_fds(connection, [head], list(files))
    else:
        connection.sendall(head)
    connection.sendall(text + body)


def receive(connection: socket.socket, files: int = 0,
            most: int = MAX_BYTES) -> tuple[dict, bytes, list[int]] | None:
    """The next message, its body and at most `files` file descriptors; None at the end of the connection.

    Raises ValueError when a message is longer than `most` bytes.
    """
    head, given = b"", []
    if files:
        head, given, _, _ = socket.recv_fds(connection, HEAD.size, files)
    head += _exactly(connection, HEAD.size - len(head))
    if len(head) < HEAD.size:
        return None
    length, body = HEAD.unpack(head)
    if length + body > most:
        raise ValueError(f"a message of {length + body} bytes")
    text = _exactly(connection, length)
    return json.loads(text), _exactly(connection, body), given


def _exactly(connection: socket.socket, length: int) -> bytes:
    parts = []
    while length:
        part = connection.recv(min(length, 1 << 20))
        if not part:
            break
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
