"""Files that gemeenten make themselves, read, understood, shown back and only then stored.

workbook   xlsx, xls and ods to cells, in a process of its own
files      any file to sheets of cells: kind, encoding, delimiter
grid       a sheet to a table: title lines, header, units, notes
numbers    what a cell says: numbers, dates, years, missing
meaning    what each column is, and which of the known shapes the table has
areas      codes and names to regions of the division of a year
plan       what the reader decided, kept for next year's file
proposal   all of it together: what would be stored, and every problem
keep       storing it, and undoing that
"""
