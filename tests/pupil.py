"""A pupil at work in a running classroom: logs in with the card, then uses Jupyter's own interfaces."""
import json
import sys
import time
import uuid

import requests
import websocket
from running import START_SECONDS, RunningClassroom


class Pupil:
    """One pupil with a server of their own; `classroom` is running."""

    def __init__(self, classroom: RunningClassroom, name: str):
        self.classroom, self.name = classroom, name
        self.home = classroom.home / "users" / name
        browser = requests.Session()
        browser.get(f"{classroom.address}/hub/login")
        stamp = browser.cookies.get("_xsrf", path="/hub/")
        done = browser.post(f"{classroom.address}/hub/login?next=%2Fhub%2Ftoken", data={
            "username": name, "password": classroom.passwords[name], "_xsrf": stamp})
        assert done.url.endswith("/hub/token"), done.url
        stamp = browser.cookies.get("_xsrf", path="/hub/")
        token = browser.post(f"{classroom.address}/hub/api/users/{name}/tokens", json={},
                             headers={"X-XSRFToken": stamp, "Referer": done.url}).json()["token"]
        self.headers = {"Authorization": f"token {token}"}
        self.kernel_id = None

    def start(self) -> float:
        """Start the pupil's server; return the seconds until it answers."""
        began = time.monotonic()
        self.hub("POST", "server")
        while not self.hub("GET", "").json()["servers"].get("", {}).get("ready"):
            assert time.monotonic() - began < START_SECONDS, self.classroom.log()[-3000:]
            time.sleep(0.05)
        return time.monotonic() - began

    def stop(self) -> None:
        self.kernel_id = None
        self.hub("DELETE", "server")
        while self.hub("GET", "").json()["servers"]:
            time.sleep(0.1)

    def hub(self, method: str, path: str) -> requests.Response:
        """Ask the hub about this pupil."""
        address = f"{self.classroom.address}/hub/api/users/{self.name}/{path}".rstrip("/")
        return requests.request(method, address, headers=self.headers, timeout=START_SECONDS)

    def ask(self, method: str, at: str, /, **content) -> requests.Response:
        """Ask the pupil's server; `content` is sent as JSON."""
        return requests.request(method, f"{self.classroom.address}/user/{self.name}/{at}", headers=self.headers,
                                json=content or None, timeout=START_SECONDS)

    def kernel(self, code: str) -> str:
        """What code prints in the pupil's kernel, with the error if it stops."""
        if self.kernel_id is None:
            self.kernel_id = self.ask("POST", "api/kernels", name="python3", path="").json()["id"]
        channel = self._socket(f"api/kernels/{self.kernel_id}/channels")
        message = uuid.uuid4().hex
        channel.send(json.dumps({
            "channel": "shell", "content": {"code": code, "silent": False}, "metadata": {}, "parent_header": {},
            "buffers": [], "header": {"msg_id": message, "msg_type": "execute_request", "username": "", "date": "",
                                      "version": "5.3", "session": uuid.uuid4().hex}}))
        said = ""
        while True:
            reply = json.loads(channel.recv())
            if reply["parent_header"].get("msg_id") != message:
                continue
            content = reply["content"]
            said += content.get("text", "") + "\n".join(content.get("traceback", []))
            if reply["msg_type"] == "status" and content["execution_state"] == "idle":
                break
        channel.close()
        return said

    def terminal(self, code: str, **wanted) -> str:
        """What Python code prints in a new terminal; `wanted` goes into the request for it."""
        self.write("attempt.py", code)
        name = self.ask("POST", "api/terminals", cwd=str(self.home), **wanted).json()["name"]
        channel = self._socket(f"terminals/websocket/{name}")
        channel.send(json.dumps(["stdin", f"{sys.executable} attempt.py; echo done-$((40 + 2))\r"]))
        said = ""
        while "done-42" not in said:
            kind, *rest = json.loads(channel.recv())
            said += rest[0] if kind == "stdout" else ""
        channel.close()
        self.ask("DELETE", f"api/terminals/{name}")
        return said

    def write(self, path: str, text: str) -> None:
        """Save a file through the server, as an editor does."""
        done = self.ask("PUT", f"api/contents/{path}", type="file", format="text", content=text)
        assert done.ok, done.text

    def _socket(self, path: str) -> websocket.WebSocket:
        address = self.classroom.address.replace("http", "ws")
        return websocket.create_connection(f"{address}/user/{self.name}/{path}", header=self.headers,
                                           timeout=START_SECONDS)
