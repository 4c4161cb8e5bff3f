"""Files that gemeenten make themselves, understood, shown back and only then stored. Reading them is loaders.reading.

templates  an empty file for a gemeente to fill in
meaning    what each column is, and which of the known shapes the table has
plan       what the reader decided, kept for next year's file
proposal   all of it together: what would be stored, and every problem
protect    hiding so much more that a small number cannot be found by subtraction
keep       storing it, and undoing that
"""
