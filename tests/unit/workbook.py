#!/usr/bin/env python3
"""Reads the workbook of a roster again, by other means than those that wrote it.

usage: workbook.py ROSTER_VIEW_TEST

First as what it is, a zip of XML, with nothing beyond Python: well formed, no formula anywhere, the sheets that are
promised, the same in every run. Then with openpyxl, as a spreadsheet would: dates are dates, numbers are numbers, text is
text. Without openpyxl (python3-openpyxl) the second half is skipped, and said so.
"""
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile

SHEETS = ["Patients", "Slots", "Capacity by week", "Capacity by day", "Assumptions"]
CASE = "a workbook is written for others to read"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def written(program, path, **environment):
    subprocess.run([program, f"--test-case={CASE}"], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, "V2V_WORKBOOK": str(path), **environment})
    return path.read_bytes()


def check_zip(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            text = archive.read(name)
            if name.endswith((".xml", ".rels")):
                tree = ElementTree.fromstring(text)
                assert not list(tree.iter(MAIN + "f")), f"{name} holds a formula"
                assert not list(tree.iter(MAIN + "hyperlink")), f"{name} holds a link"
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        assert [s.get("name") for s in book.iter(MAIN + "sheet")] == SHEETS
        core = archive.read("docProps/core.xml").decode()
        assert "2027-03-22T00:00:00Z" in core, core
        strings = {"".join(t.text or "" for t in s.iter(MAIN + "t"))
                   for s in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")).iter(MAIN + "si")}
        for text in ('=HYPERLINK("http://example.org")', "  +1+1", "@SUM(A1)", "-2+3|cmd",
                     "a letter ? that nobody sees, ? that is none, and é"):
            assert text in strings, text


def check_cells(path, openpyxl):
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "A2", sheet.title
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), sheet.title

    def rows(title):
        sheet = book[title]
        head = [cell.value for cell in sheet[1]]
        return [dict(zip(head, row)) for row in sheet.iter_rows(min_row=2, values_only=True)]

    patients = rows("Patients")
    assert [p["place in list"] for p in patients] == [1, 2, 3]
    assert patients[0]["patient"] == '=HYPERLINK("http://example.org")'
    assert patients[1]["Day 0"] == datetime.datetime(2027, 4, 3)
    assert patients[1]["days late"] == 4
    assert abs(patients[1]["too soon"] - 0.13) < 1e-9
    assert patients[2]["Day 0"] is None and patients[2]["state"] == "not placed"
    slots = rows("Slots")
    assert slots[3]["start"] == datetime.datetime(2027, 4, 2, 12, 0)
    assert slots[3]["held for"] == datetime.datetime(2027, 3, 30, 12, 0)
    weeks = rows("Capacity by week")
    assert len(weeks) == 4 * 3
    assert weeks[5]["from"] == datetime.datetime(2027, 3, 29)
    assert weeks[5]["use"] == 1 and weeks[5]["resource"] == "-2+3|cmd"
    days = rows("Capacity by day")
    assert len(days) == 28 * 3
    assert sum(d["over by"] for d in days) == 2
    print(f"openpyxl {openpyxl.__version__}: {len(patients)} patients, {len(slots)} slots, {len(days)} days")


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "roster.xlsx"
        once = written(sys.argv[1], path)
        for environment in ({"TZ": "Pacific/Kiritimati"}, {"LC_ALL": "de_DE.UTF-8"}, {"TZ": "America/New_York"}):
            assert written(sys.argv[1], path, **environment) == once, environment
        check_zip(path)
        try:
            import openpyxl
        except ImportError:
            print("SKIPPED: unit/workbook, the cells as a spreadsheet reads them: python3-openpyxl is missing")
            return
        check_cells(path, openpyxl)


main()
