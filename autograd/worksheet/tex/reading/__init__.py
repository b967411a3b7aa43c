"""A document read, from its statements to a worksheet for each of its parts."""
