"""What the dashboard costs in time, memory and bytes, each beside a plain way to do the same, measured in one run."""
