"""The playground: a page where a worksheet is checked, solved, drawn and played as one types it.

`answering` computes what the page asks for, in whichever way it runs: `server` serves it on this machine for the
command `autograd serve`; `python -m notebooks.playground` writes it as files, with Python in the browser.
"""
