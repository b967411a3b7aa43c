"""Run as `python -m notebooks.site FOLDER`."""

import sys

from notebooks.site import main

if __name__ == "__main__":
    sys.exit(main())
