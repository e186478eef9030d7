"""Grades a class: python -m homework.grading FOLDER."""

import sys

from homework.grading.grade import main

sys.exit(main())
