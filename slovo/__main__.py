import sys

from slovo.config.cli import main

sys.exit(main())
