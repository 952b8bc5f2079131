#!/usr/bin/env python3
"""Calendars of random patients put into a CalDAV server on loopback and read back: the same events.

usage: caldav.py BUILD
"""
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

try:
    import icalendar
except ImportError:
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)
    print("SKIPPED: web/caldav, python3-icalendar is missing")
    sys.exit(77)

CALENDARS = 40


def events(text):
    """UID -> the event's lines without their folds, in order of their names: a server may order them as it likes."""
    calendar = icalendar.Calendar.from_ical(text)
    return {str(e["uid"]): sorted(e.to_ical().decode().replace("\r\n ", "").split("\r\n")) for e in calendar.walk("VEVENT")}


def ask(method, url, body=None, kind="text/calendar; charset=utf-8"):
    request = urllib.request.Request(url, method=method, data=body, headers={"Content-Type": kind, "Authorization": "Basic d2FyZDo="})  # ward, no password
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read()


def radicale():
    """The server's command: the module of this Python, else the program."""
    if importlib.util.find_spec("radicale"):
        return [sys.executable, "-m", "radicale"]
    program = shutil.which("radicale")
    return [program] if program else None


def main():
    server = radicale()
    if not server:
        print("SKIPPED: web/caldav, python3-radicale is missing")
        sys.exit(77)
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    program = os.path.join(sys.argv[1], "tests", "v2v-sheet-files")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "5", str(CALENDARS), folder], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, "log"), "w", encoding="utf-8") as log:
            running = subprocess.Popen([*server, "--config", "", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none",
                                        "--rights-type", "authenticated", "--storage-filesystem-folder",
                                        os.path.join(folder, "store")], stdout=log, stderr=log)
        try:
            base = f"http://127.0.0.1:{port}/"
            for _ in range(100):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
                    break
                except OSError:
                    time.sleep(0.1)
            ask("PROPFIND", base + "ward/", b"")  # at the first knock the server makes room for the user
            total = 0
            for n in range(CALENDARS):
                with open(os.path.join(folder, f"{n}.ics"), "rb") as f:
                    given = f.read()
                wanted = events(given)
                if not wanted:
                    continue
                url = f"{base}ward/calendar{n}/"
                try:
                    ask("PUT", url, given)
                    back = events(ask("GET", url))
                except urllib.error.HTTPError as e:
                    sys.exit(f"calendar {n}: {e} {e.read()[:300]}")
                if set(back) != set(wanted):
                    sys.exit(f"calendar {n}: {len(wanted)} events given, {len(back)} come back")
                for uid, lines in wanted.items():
                    if back[uid] != lines:
                        sys.exit(f"calendar {n}: {uid} comes back as\n{back[uid]}\nnot\n{lines}")
                total += len(wanted)
            print(f"{CALENDARS} calendars with {total} events put into a CalDAV server and read back")
        finally:
            running.terminate()
            running.wait(timeout=20)


main()
