"""Rules for names, one subject a module: each has `proposals(page)`, and the folder is the registry."""
