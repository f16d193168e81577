"""Blocks every way out of this machine in a Python that starts with this folder on its path.

The kernels of the notebook tests do: a notebook that wants the internet fails.
"""
import ipaddress
import sys


def _is_local(host):
    if not isinstance(host, str):
        return host is None or host in (b"", b"localhost")
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
        if event == "socket.bind" and host in ("0.0.0.0", "::"):
            host = None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if not _is_local(host):
        raise OSError(f"blocked in tests: a notebook may not reach {host!r}")


sys.addaudithook(_refuse)
