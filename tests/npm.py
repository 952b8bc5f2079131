"""Modules of npm for the tests, brought once for each build. Tests run beside one another: a folder appears whole, under a lock,
and whoever comes second waits for the first.
"""
import fcntl
import os
import shutil
import subprocess
import tempfile


def modules(build, name, packages, seconds=120):
    """The folder node_modules that holds `packages`, in BUILD/npm-NAME; None where npm is not there or cannot bring them."""
    home = os.path.join(os.path.abspath(build), f"npm-{name}")
    found = os.path.join(home, "node_modules")
    npm = shutil.which("npm")
    os.makedirs(os.path.dirname(home), exist_ok=True)
    with open(home + ".lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.path.isdir(found):
            return found
        if not npm:
            return None
        with tempfile.TemporaryDirectory(prefix=f"npm-{name}-", dir=os.path.abspath(build)) as coming:
            whole = os.path.join(coming, "whole")
            os.mkdir(whole)
            try:
                subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", whole, *packages], check=True,
                               timeout=seconds, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            except (subprocess.SubprocessError, OSError):
                return None
            shutil.rmtree(home, ignore_errors=True)
            os.rename(whole, home)
    return found if os.path.isdir(found) else None
