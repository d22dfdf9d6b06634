"""What goes in and out of the directory as files: one table of columns for export, import, template and help."""
