"""The world to parquet: the only room with a network, and the only one that reads and writes the data folder."""

import os

# Arrow's own allocator keeps what it once had. Only the process's own gives it back, and only before Arrow is loaded
# can it be chosen (hence before the import below); whoever sets the variable keeps their choice.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

import pandas as pd

# Text as Python keeps it: what the dashboard does with codes and names, mostly one by one, takes a tenth less time.
pd.set_option("mode.string_storage", "python")
