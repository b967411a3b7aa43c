"""The sizes of names without numbers: declared, or told by how the names are used."""
