"""Reading a document: from its statements to a worksheet for each of its parts."""
