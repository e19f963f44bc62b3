"""An index of words over documents that it knows by number alone. README.md tells how it is laid out."""
