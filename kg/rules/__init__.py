"""What sentences say, one subject a module: each has `claims(passage)`, and the folder is the registry."""
