"""What tests share: the folder of example exports, and helpers that make, open and read things."""

from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
