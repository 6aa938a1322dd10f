"""Charts as plain dictionaries: built here, shown only by `divario.ui.figure`."""
