"""A figure to a file: pictures, workbooks, downloads, briefs."""
