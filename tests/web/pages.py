#!/usr/bin/env python3
"""The calendars as pages, and a programme's capacity: html-validate and axe (in headless Chromium) find nothing in any
language, for any reader; and what a PDF says, read back by poppler, is what the sheet says.

usage: pages.py V2V BUILD     (from the root of the repository)
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import npm  # noqa: E402

MODULES = ["html-validate@9", "axe-core@4", "playwright-core@1"]
LANGUAGES = ["en", "cy", "es", "fa", "pl"]
PROGRAMME = "examples/programmes/northern-2027.yaml"
PATIENT = "examples/patients/P-0042.yaml"
TODAY = ["--today", "2026-10-05"]
skipped = 0


def skip(what):
    global skipped
    skipped += 1
    print(f"SKIPPED: web/pages, {what}")


def make(v2v, folder):
    for language in LANGUAGES:
        subprocess.run([v2v, "calendar", PATIENT, *TODAY, "--as", "html", "--as", "pdf", "--language", language, "--out",
                        os.path.join(folder, language)], check=True)
    subprocess.run([v2v, "calendar", "examples/patients/P-0057.yaml", *TODAY, "--for", "carer", "--as", "html", "--out",
                    os.path.join(folder, "carer")], check=True)
    others = [f"examples/patients/P-00{n}.yaml" for n in (42, 57, 63, 88)]
    subprocess.run([v2v, "calendar", *others, *TODAY, "--for", "team", "--as", "html", "--out", os.path.join(folder, "team")],
                   check=True)
    for name, more in (("capacity", []), ("versus", ["--set", "ward.bed=9"])):
        with open(os.path.join(folder, name + ".html"), "wb") as f:
            subprocess.run([v2v, "capacity", PROGRAMME, "--today", "2027-01-04", "--as", "html", *more], check=True, stdout=f)
    # What changed, as the reader of another language hears it.
    moved = os.path.join(folder, "moved.yaml")
    with open(PATIENT, encoding="utf-8") as given, open(moved, "w", encoding="utf-8") as f:
        f.write(given.read().replace("restaging: 2026-10-19 14:00", "restaging: 2026-10-20 09:00"))
    plan = os.path.join(folder, "plan.json")
    with open(plan, "wb") as f:
        subprocess.run([v2v, "plan", PATIENT, *TODAY, "--as", "json"], check=True, stdout=f)
    subprocess.run([v2v, "calendar", moved, "--today", "2026-10-15", "--since", plan, "--as", "html", "--language", "fa",
                    "--out", os.path.join(folder, "changed")], check=True)
    return [os.path.join(at, f) for at, _, files in sorted(os.walk(folder)) for f in sorted(files) if f.endswith(".html")]


def letters(text):
    """What is left when blanks and marks of direction are gone: a line may be broken anywhere, and Arabic letters come
    back in the forms they were drawn in."""
    import unicodedata

    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if c.isalnum())


def pdf_says(folder):
    """All that the page's list says, titles and dates and where and what to bring, stands in the PDF of the same
    sheet."""
    if not shutil.which("pdftotext"):
        return skip("poppler-utils is missing")
    for language in LANGUAGES:
        base = os.path.join(folder, language, "P-0042-patient")
        text = subprocess.run(["pdftotext", "-raw", base + ".pdf", "-"], check=True, capture_output=True, text=True,
                              encoding="utf-8").stdout
        have = letters(text)
        with open(base + ".html", encoding="utf-8") as f:
            soon, *rest = f.read().split('id="list"')[1].split("<h2>")
        wanted = re.findall(r"<(?:h3|p)[^>]*>(.*?)</(?:h3|p)>", soon)
        for part in rest:  # of what is later paper has the title and the date alone
            wanted += re.findall(r"<h3>(.*?)</h3>", part) + re.findall(r'<p class="when">(.*?)</p>', part)
        said = 0
        for piece in wanted:
            for part in re.split(r"<br>|</?span[^>]*>|</?time[^>]*>|</?bdi>", piece):
                part = re.sub(r"&amp;", "&", part)
                if not letters(part):
                    continue
                said += 1
                whole = letters(part)
                # Letters that run from the right come back line by line, each word whole; of lam and alef, which are
                # drawn as one sign, in either order.
                ok = whole in have or (language == "fa" and all(
                    letters(w) in have or letters(w).replace("لا", "ال") in have for w in part.split()))
                if not ok:
                    sys.exit(f"the PDF in {language} does not say '{part}'")
        print(f"the PDF in {language} says the {said} sentences of the page's list")


def main():
    v2v, build = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        pages = make(v2v, folder)
        pdf_says(folder)
        modules = npm.modules(build, "web", MODULES)
        if modules is None:
            skip("npm cannot bring html-validate and axe-core")
        else:
            rules = os.path.join(folder, ".htmlvalidate.json")
            with open(rules, "w", encoding="utf-8") as f:
                json.dump({"root": True, "extends": ["html-validate:recommended", "html-validate:document",
                                                     "html-validate:a11y"]}, f)
            done = subprocess.run([os.path.join(modules, ".bin", "html-validate"), "--config", rules, *pages],
                                  capture_output=True, text=True, encoding="utf-8")
            if done.returncode != 0:
                sys.exit(done.stdout + done.stderr)
            print(f"html-validate finds nothing in {len(pages)} pages")
            chromium = shutil.which("chromium")
            if not chromium:
                skip("chromium is missing: axe has not judged the pages")
            else:
                here = os.path.dirname(os.path.abspath(__file__))
                done = subprocess.run(["node", os.path.join(here, "axe.cjs"), os.path.abspath(modules), chromium, *pages],
                                      check=True, capture_output=True, text=True, encoding="utf-8", timeout=180)
                for line in done.stdout.splitlines():
                    page, passed, violations = json.loads(line)
                    if violations or passed == 0:
                        sys.exit(f"{page}: {violations}")
                print(f"axe finds nothing in {len(done.stdout.splitlines())} pages")
    sys.exit(77 if skipped == 3 else 0)


main()
