"""A headless Chromium that shows cards as Anki's reviewer does: the HTML put in, its scripts run, then MathJax."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

MATHJAX = Path(os.environ.get("DLQUIZ_MATHJAX", "."), "node_modules", "mathjax", "es5")
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
SETTINGS = {  # Anki's own
    "tex": {"displayMath": [["\\[", "\\]"]], "processEnvironments": False, "processRefs": False},
    "startup": {"typeset": False},
}
PAGE = """<!doctype html><html class="{classes}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<body class="card card1 {classes}"><div id="qa"></div><pre id="report"></pre>
<script>window.MathJax = {settings}; window.DATA = {data};</script>{mathjax}
<script>
function put(text) {{  // as Anki does: scripts set by innerHTML are made anew, so that they run
  var box = document.getElementById("qa"); box.innerHTML = text;
  box.querySelectorAll("script").forEach(function (old) {{
    var made = document.createElement("script"); made.textContent = old.textContent; old.replaceWith(made); }});
  return box; }}
{script}
</script></body></html>"""


def chromium() -> str:
    """The browser; the test is skipped where there is none."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    return found or pytest.skip("no Chromium: the cards' script was not run (.ci/oracles installs it)")


def mathjax() -> str:
    """MathJax's folder; the test is skipped where it is missing."""
    if not (MATHJAX / "tex-svg.js").exists():
        pytest.skip("no MathJax: formulas were not rendered (.ci/oracles installs it; DLQUIZ_MATHJAX names its folder)")
    return str(MATHJAX.resolve())


def page(path: Path, data: object, script: str, night: bool = False, typeset: bool = False) -> Path:
    """A page that runs a script over data."""
    path.write_text(
        PAGE.format(
            classes="nightMode night-mode" if night else "",
            settings=json.dumps(SETTINGS),
            data=json.dumps(data).replace("</", "<\\/"),
            mathjax=f'<script src="file://{mathjax()}/tex-svg.js"></script>' if typeset else "",
            script=script,
        ),
        encoding="utf-8",
    )
    return path


def run(path: Path, *options: str) -> str:
    """Open a page until it is at rest."""
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files"]
    own = [f"--user-data-dir={path.parent / 'profile'}", "--virtual-time-budget=20000"]
    command = [chromium(), *quiet, *own, *options, f"file://{path}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def report(path: Path) -> Any:
    """What a page's script put into its report."""
    found = re.search(r'<pre id="report">(.*?)</pre>', run(path, "--dump-dom"), re.DOTALL)
    assert found, "the page reports nothing"
    return json.loads(html.unescape(found[1]))


def shoot(path: Path, picture: Path, width: int, height: int) -> None:
    """A picture of a page."""
    run(path, f"--screenshot={picture}", f"--window-size={width},{height}", "--force-device-scale-factor=2")
