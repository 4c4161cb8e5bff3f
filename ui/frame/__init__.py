"""What every page has: the choices in its address, head and foot, tables, buttons to take a figure along."""
