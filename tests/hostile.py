"""The demo region with names that would be markup, a script, a link or a formula in a page or file that does not look out."""

import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq

from loaders import store
from tests.reseal import reseal

NAMES = (
    "<img src=x onerror=alert(1)>",
    "[klik](javascript:alert(1))",
    "![plaatje](https://elders.invalid/p.png)",
    '=HYPERLINK("https://elders.invalid";"klik")',
    '<a href="https://elders.invalid/">klik</a>',
    "</script><script>alert(1)</script>",
    "@SUM(1+1)",
    "x;=1+1",
    "**vet** $y$ :red[rood] :material/home: `code`",
    "+31 <b onmouseover=alert(1)>b</b>",
    "-2+3 %{x} <br>",
    "https://elders.invalid/pad",
)
# What every name holds, whichever area a page shows.
EVERY = " [klik](https://elders.invalid/) <img src=x onerror=alert(1)> **vet**"
# What only a name that became markup can put on a page.
MADE = (
    'img[src="x"], img[src*="elders.invalid"], a[href*="elders.invalid"], a[href^="javascript"], [onerror], [onmouseover],'
    ' strong:text-is("vet")'
)


def name(number):
    """The number-th hostile name, made one of its kind."""
    return f"{NAMES[number % len(NAMES)]}{EVERY} {number}"


def build(root):
    """A copy of the demo region in ``root`` in which every gemeente, wijk and buurt has a hostile name."""
    shutil.copytree(store.DEMO, root)
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    names = {}
    for entry in sorted(manifest["names"].values(), key=lambda e: e["file"]):
        for code in pq.read_table(root / entry["file"], columns=["region"])["region"].to_pylist():
            if not code.startswith("NL"):
                names.setdefault(code, name(len(names)))
    for kind in ("names", "boundaries"):
        for entry in manifest[kind].values():
            _rename(root / entry["file"], names)
    for path in (root / "geo").glob("*.json"):
        _rename_shapes(path, names)
    reseal(root, manifest)
    return names


def _rename(path, names):
    table = pq.read_table(path)
    for column, by in (("name", "region"), ("gemeente_name", "gemeente")):
        known = zip(table[column].to_pylist(), table[by].to_pylist(), strict=True)
        at = table.schema.get_field_index(column)
        renamed = pa.array([names.get(code, old) for old, code in known], pa.string())
        table = table.set_column(at, table.schema.field(at).with_type(pa.string()), renamed)
    pq.write_table(table, path)


def _rename_shapes(path, names):
    shapes = json.loads(path.read_text(encoding="utf-8"))
    for feature in shapes["features"]:
        about = feature["properties"]
        if about.get("code") in names:
            about["naam"] = names[about["code"]]
        if "gemeente" in about:
            about["gemeente"] = name(sum(map(ord, about["gemeente"])) % len(NAMES))
    path.write_text(json.dumps(shapes), encoding="utf-8")
