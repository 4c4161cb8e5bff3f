"""How the data folder is laid out.

manifest.json  datapackage.json
observations/<source>/<level>/<year>-<hash>.parquet    long frames, schema below
names/<level>/<year>-<hash>.parquet                    code, name, gemeente, change flag
boundaries/<level>/<division>-<hash>.parquet           GeoParquet, EPSG:28992, simplified
groups/<grouping>/<year>-<hash>.parquet                which group (province) each gemeente is in
addresses/<year>-<hash>.parquet                        which buurt each address is in
crosswalks/<level>/<old>-<new>-<hash>.parquet          addresses that two divisions share, area by area
grounds/<level>-<hash>.parquet                         whether codes of two divisions are the same ground
geo/<hash>.json                                        GeoJSON for the browser
raw/<aa>/<sha256>.gz                                   answers as they came
drop/<source>/                                         published files that someone put there by hand
imports/<id>-<hash>.parquet                            what one imported file added
audit.jsonl                                            who stored or took back what, and when
mappings/<name>.json                                   choices about a file, kept for the next
versions.json                                          the versions that were published, and what each changed
manifests/<version>.json                               the manifest of a version that can still be asked for
revisions/<version>-<hash>.parquet                     the values that a version changed, old beside new
"""

from __future__ import annotations

from loaders.vocabulary import STATUSES

KEYS = ("region", "year", "division", "variable", "source")
COLUMNS = ("region", "level", "division", "year", "variable", "value", "status", "source")
NAME_COLUMNS = ("region", "name", "gemeente", "gemeente_name", "change")
GROUP_COLUMNS = ("region", "group", "group_name")
ADDRESS_COLUMNS = ("address", "buurt")
CROSSWALK_COLUMNS = ("old", "new", "addresses")
GROUND_COLUMNS = ("old", "new", "region", "ground", "sign", "was")
REVISION_COLUMNS = (
    "region",
    "level",
    "division",
    "year",
    "variable",
    "source",
    "old",
    "new",
    "old_status",
    "new_status",
)
MANIFEST = "manifest.json"
# What the manifest lists, and what of it lies in a folder of its own name.
FOLDERS = ("observations", "names", "boundaries", "groups", "addresses", "crosswalks", "grounds", "imports")
KINDS = (*FOLDERS, "pulls", "custom_variables")
STATUS_LIST = tuple(STATUSES)
MISSING = ("not_given", "not_yet_published", "cannot_occur", "withheld")


class StoreError(Exception):
    """The data folder cannot be read or written (told in Dutch: it reaches the screen), or a frame breaks the schema."""
