"""Networks of `nn` explained layer by layer: the sheet of their layers, and its derivation with small matrices."""
