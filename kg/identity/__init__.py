"""Which names are one thing: forms of names, short forms, stated aliases, clusters in a document and across documents."""
