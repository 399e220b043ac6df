"""Chromium without a window, driven by its own protocol: pages opened from disk and worked with."""

import asyncio
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import websocket_connect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LARGEST = 1 << 26
SECONDS = 20
READY = "document.body.dataset.ready"


class Page:
    """One tab."""

    def __init__(self, loop: asyncio.AbstractEventLoop, socket: Any) -> None:
        self.loop, self.socket, self.number = loop, socket, 0
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Return what the browser answers to one call of its protocol."""
        return self.loop.run_until_complete(self.asked(method, parameters))

    async def asked(self, method: str, parameters: dict[str, object]) -> dict[str, Any]:
        self.number += 1
        asked = {"id": self.number, "method": method, "params": parameters}
        await self.socket.write_message(json.dumps(asked))
        while True:
            told = json.loads(await asyncio.wait_for(self.socket.read_message(), 60))
            if told.get("id") == self.number:
                assert "error" not in told, told
                return told["result"]

    def value(self, script: str) -> Any:
        """Return the value of a script run in the page; a promise is waited for."""
        told = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def until(self, condition: str, *, seconds: float = SECONDS) -> None:
        """Wait until a condition holds in the page, so many seconds at most."""
        began = time.monotonic()
        while not self.value(f"Boolean({condition})"):
            assert time.monotonic() - began < seconds, f"not within {seconds} seconds: {condition}"
            time.sleep(0.02)

    def open(self, address: str, *, ready: str = READY, seconds: float = SECONDS) -> None:
        """Go to an address and wait until the page says that it is ready."""
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=address)
        loaded = f"document.readyState === 'complete' && document.body && ({ready})"
        self.until(loaded, seconds=seconds)

    def go(self, fragment: str) -> None:
        """Change the fragment of the address in the open page, as a link would."""
        self.value(f"location.hash = {json.dumps(fragment)}")
        self.until(f"{READY} === location.hash.slice(1)")

    def texts(self, selector: str) -> list[str]:
        """Return what the elements say that a selector names."""
        found = f"document.querySelectorAll({json.dumps(selector)})"
        return self.value(f"Array.from({found}, one => one.textContent.trim())")

    def choose(self, identifier: str, value: str) -> None:
        """Choose an option, as a reader would."""
        self.value(
            f"(function (e) {{ e.value = {json.dumps(value)}; "
            "e.dispatchEvent(new Event('change', { bubbles: true })); "
            f"}})(document.getElementById({json.dumps(identifier)}))"
        )

    def scheme(self, name: str) -> None:
        """Show the page as to a reader who prefers it light or dark."""
        told = [{"name": "prefers-color-scheme", "value": name}]
        self.call("Emulation.setEmulatedMedia", features=told)

    def press(self, key: str, *, modifiers: int = 0) -> None:
        """Press and release a key where the focus is."""
        codes = {"Enter": 13, "Tab": 9, " ": 32, "ArrowRight": 39, "ArrowLeft": 37, "Escape": 27}
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        about = {"key": key, "modifiers": modifiers, "windowsVirtualKeyCode": codes.get(key, 0)}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **about)
        self.call("Input.dispatchKeyEvent", type="keyUp", **about)


async def first_tab(host: str) -> Any:
    """Return the connection to the tab that is open."""
    listed = json.loads((await AsyncHTTPClient().fetch(f"http://{host}/json")).body)
    address = next(one["webSocketDebuggerUrl"] for one in listed if one["type"] == "page")
    return await websocket_connect(address, max_message_size=LARGEST)


@contextmanager
def browser(folder: Path, *, width: int = 1280, dark: bool = False) -> Iterator[Page]:
    """Give one tab of a browser that has its profile, and what it downloads, in a folder."""
    assert CHROMIUM
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--remote-debugging-port=0",
        f"--user-data-dir={folder / 'profile'}", f"--window-size={width},900", "about:blank",
    ]  # fmt: skip
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    loop = asyncio.new_event_loop()
    try:
        assert process.stderr
        line = next(line for line in process.stderr if "DevTools listening on" in line)
        host = line.split("ws://")[1].split("/")[0]
        page = Page(loop, loop.run_until_complete(first_tab(host)))
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        page.call("Emulation.setDeviceMetricsOverride", **size)
        if dark:
            page.scheme("dark")
        yield page
    finally:
        process.terminate()
        process.wait(20)
        loop.close()
